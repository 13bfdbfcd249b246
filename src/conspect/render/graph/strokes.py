"""The colours of pictures, and what the colour and the width of an edge say."""

from dataclasses import dataclass

# Okabe and Ito's blue and vermilion: told apart with any kind of colour vision, and in grey.
POSITIVE, NEGATIVE, NEUTRAL = "#0072b2", "#d55e00", "#8a949e"
INK, QUIET, PAPER, PANEL = "#1b1f24", "#58636e", "#ffffff", "#f1f4f7"

_THINNEST, _THICKEST, _WITHOUT_WEIGHT = 1.0, 6.0, 1.2


@dataclass(frozen=True)
class Line:
    """How an edge is drawn.

    Attributes:
        kind: `positive`, `negative` or `neutral`.
        colour: for that kind.
        width: in the units of the picture.
        dashed: whether its number is exactly 0.
    """

    kind: str
    colour: str
    width: float
    dashed: bool = False


def line(value: float | None, size: float = 0) -> Line:
    """Colour by sign, width by size; what is zero or has no weight is thin and grey.

    Args:
        value: the weight or the gradient; None for an edge that has none.
        size: from 0 to 1.

    >>> line(-0.5, size=1.0)
    Line(kind='negative', colour='#d55e00', width=6.0, dashed=False)
    """
    if value is None:
        return Line("neutral", NEUTRAL, _WITHOUT_WEIGHT)
    if value == 0:
        return Line("neutral", NEUTRAL, _THINNEST, dashed=True)
    width = _THINNEST + (_THICKEST - _THINNEST) * size
    return Line("negative", NEGATIVE, width) if value < 0 else Line("positive", POSITIVE, width)
