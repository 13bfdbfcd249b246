"""Rectangles, and how wide a text is at most, in the units of the picture (CSS pixels)."""

from dataclasses import dataclass

# Widths in em, those of the widest of the common sans-serif fonts (DejaVu Sans, Verdana): what fits
# in these fits in any.
_NARROW, _DIGIT, _LETTER, _WIDE = 0.40, 0.64, 0.68, 1.0
_NARROW_SIGNS = frozenset(" .,:;!|'()[]ijlI")
_WIDE_SIGNS = frozenset("mwMW@%")
_PLAIN_SIGNS = frozenset("0123456789+-−=<>·×/")


def text_width(text: str, size: float) -> float:
    """How wide a text is at most, in a font of that size.

    >>> text_width("0.5", 10) < text_width("−0.5", 10)
    True
    """
    return sum(_em(sign) for sign in text) * size


def _em(sign: str) -> float:
    if sign in _NARROW_SIGNS:
        return _NARROW
    if sign in _PLAIN_SIGNS:
        return _DIGIT
    # Beyond the alphabets of Europe signs may be as wide as they are high.
    return _WIDE if sign in _WIDE_SIGNS or ord(sign) > 0x52F else _LETTER + 0.1 * sign.isupper()


@dataclass(frozen=True)
class Point:
    """A place; y grows downwards."""

    x: float
    y: float

    def plus(self, origin: "Point") -> "Point":
        """The place counted from that origin."""
        return Point(self.x + origin.x, self.y + origin.y)

    def towards(self, other: "Point", share: float) -> "Point":
        """The place a share of the way to another."""
        return Point(self.x + share * (other.x - self.x), self.y + share * (other.y - self.y))


@dataclass(frozen=True)
class Box:
    """A rectangle with upright sides.

    >>> Box(0, 0, 10, 10).meets(Box(12, 0, 5, 5)), Box(0, 0, 10, 10).meets(Box(12, 0, 5, 5), 3)
    (False, True)
    """

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return Point(self.left + self.width / 2, self.top + self.height / 2)

    def moved(self, origin: Point) -> "Box":
        """The same box, counted from that origin."""
        return Box(self.left + origin.x, self.top + origin.y, self.width, self.height)

    def meets(self, other: "Box", margin: float = 0) -> bool:
        """Whether less than the margin lies between the two."""
        return (
            self.left < other.right + margin
            and other.left < self.right + margin
            and self.top < other.bottom + margin
            and other.top < self.bottom + margin
        )

    def is_crossed(self, start: Point, end: Point) -> bool:
        """Whether a line that runs from left to right passes through it.

        >>> Box(10, 10, 10, 10).is_crossed(Point(0, 0), Point(40, 40))
        True
        >>> Box(10, 10, 10, 10).is_crossed(Point(0, 30), Point(40, 40))
        False
        """
        left, right = max(self.left, start.x), min(self.right, end.x)
        if left >= right:
            return False
        slope = (end.y - start.y) / (end.x - start.x)
        ends = [start.y + slope * (x - start.x) for x in (left, right)]
        return min(ends) < self.bottom and max(ends) > self.top

    @staticmethod
    def around(middle: Point, width: float, height: float) -> "Box":
        """The box of that size about a place."""
        return Box(middle.x - width / 2, middle.y - height / 2, width, height)
