"""Pictures for programs that know no SVG: PNG and PDF of a still, GIF of a film.

Typst draws them, which takes any SVG for an image; Pillow makes a GIF of the frames.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import islice, product
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import MissingExtraError
from conspect.render.graph.film import Film
from conspect.render.graph.frames import frames
from conspect.render.graph.strokes import INK, NEGATIVE, NEUTRAL, PANEL, PAPER, POSITIVE, QUIET
from conspect.render.to_pdf import quoted

# Pixels a unit of the picture: a PNG is made for slides, a GIF for the web.
_FINE, _COARSE = 2.0, 1.0
# A film wider than this is made smaller.
_WIDEST_FILM = 1400
# Colours from a line to what lies below it; a number that no colour has.
_SHADES, _UNKNOWN = 16, 255
# Frames that Typst draws at a time: enough to be fast, few enough to take little memory.
_AT_A_TIME = 24

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def png(svg: str) -> bytes:
    """A picture as PNG.

    Raises:
        MissingExtraError: Typst is not installed.
    """
    [picture] = _drawn([svg], _FINE)
    return picture


def pdf(svg: str) -> bytes:
    """A picture as a PDF of its own size.

    Raises:
        MissingExtraError: Typst is not installed.
    """
    made: bytes = _typst().compile(_pages([svg]), format="pdf")
    return made


def gif(film: Film) -> bytes:
    """A film as a GIF that starts over at its end.

    Raises:
        MissingExtraError: Typst or Pillow is not installed.
    """
    try:
        from PIL import Image
    except ImportError:
        raise MissingExtraError("Pillow", extra="film") from None
    shown = list(frames(film))
    scale = min(_COARSE, _WIDEST_FILM / _size(shown[0].svg)[0])
    colours = _Colours()
    pictures = []
    for drawn in _drawn([frame.svg for frame in shown], scale):
        numbers = colours.of(np.asarray(Image.open(BytesIO(drawn)).convert("RGB")))
        picture = Image.fromarray(numbers)
        picture.putpalette(colours.palette.ravel().tolist())
        pictures.append(picture)
    made = BytesIO()
    pictures[0].save(
        made,
        format="GIF",
        save_all=True,
        append_images=pictures[1:],
        duration=[round(1000 * frame.seconds) for frame in shown],
        loop=0,
        optimize=False,
    )
    return made.getvalue()


class _Colours:
    """The colours of pictures, and those between each and what it is drawn on.

    They are the same in all frames, so nothing flickers.
    """

    def __init__(self) -> None:
        grounds, inks = (PAPER, PANEL), (INK, QUIET, POSITIVE, NEGATIVE, NEUTRAL)
        steps = np.linspace(0, 1, _SHADES)[:, None]
        shades = [
            _rgb(ground) + steps * (_rgb(ink) - _rgb(ground))
            for ground, ink in product(grounds, inks)
        ]
        self.palette = np.concatenate(shades).round().astype(np.uint8)
        self.numbers = np.full(1 << 24, _UNKNOWN, np.uint8)

    def of(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """The number of the nearest colour for each pixel."""
        red, green, blue = np.moveaxis(pixels.astype(np.int32), -1, 0)
        packed = (red << 16) | (green << 8) | blue
        unknown = np.unique(packed[self.numbers[packed] == _UNKNOWN])
        wanted = np.stack([unknown >> 16, unknown >> 8 & 255, unknown & 255], axis=1)
        distances = ((wanted[:, None] - self.palette.astype(np.int32)) ** 2).sum(axis=2)
        self.numbers[unknown] = distances.argmin(axis=1)
        numbers: npt.NDArray[np.uint8] = self.numbers[packed]
        return numbers


def _rgb(colour: str) -> npt.NDArray[np.float64]:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], np.float64)


def _drawn(pictures: Iterable[str], scale: float) -> list[bytes]:
    """Pictures of one size as PNG, so many pixels for each of their units."""
    drawn: list[bytes] = []
    left = iter(pictures)
    while some := list(islice(left, _AT_A_TIME)):
        made = _typst().compile(_pages(some), format="png", ppi=72 * scale)
        drawn += made if isinstance(made, list) else [made]
    return drawn


def _pages(pictures: Sequence[str]) -> bytes:
    """A document of Typst's, a page for each picture."""
    width, height = _size(pictures[0])
    head = f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    images = [f"#image(bytes({quoted(svg)}), width: 100%)" for svg in pictures]
    return (head + "\n#pagebreak()\n".join(images)).encode()


def _size(svg: str) -> tuple[float, float]:
    match = _SIZE.search(svg)
    assert match
    return float(match[1]), float(match[2])


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise MissingExtraError("typst", extra="pdf") from None
    return typst
