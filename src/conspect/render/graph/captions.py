"""What is written beside each unit and edge of a picture."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from conspect.equations.tree import Element
from conspect.equations.write import Python, Unicode
from conspect.explain.document import Quantity
from conspect.explain.rounding import shorten

#: what a picture shows: the names alone, the numbers on their way forward, the gradients
What = Literal["bare", "forward", "gradients"]

# What a picture has room for; its elements carry the full numbers besides.
PICTURE_DIGITS = 4
_LONGEST_NAME = 32


@dataclass(frozen=True)
class Span:
    """When something is seen in a film, in beats from its beginning; `still` if also without."""

    start: int
    end: int
    still: bool


@dataclass(frozen=True)
class Caption:
    """A name and its number as they are written.

    Attributes:
        name: as text.
        number: shortened; empty where only the name is shown.
        key, value: the name as in the JSON, and the full number; None without one.
        quiet: whether it is only there for orientation.
        span: when it is seen; None for always.
    """

    name: str
    number: str = ""
    key: str = ""
    value: float | None = None
    quiet: bool = False
    span: Span | None = None

    @property
    def text(self) -> str:
        """Both in a line."""
        return f"{self.name} = {self.number}" if self.number else self.name


@dataclass(frozen=True)
class Stroke:
    """How strong an edge is.

    Attributes:
        value: its weight or gradient, which gives the colour; None where it has none.
        size: from 0 to 1, which gives the width.
        span: when it is seen; None for always.
    """

    value: float | None
    size: float
    span: Span | None = None


@dataclass(frozen=True)
class Flow:
    """Numbers on their way along the edges that lead to a column."""

    span: Span
    backward: bool


class Look(ABC):
    """What a picture shows of each number. A still shows one caption, a film one after another."""

    #: what the width of an edge means
    measured: What

    @abstractmethod
    def captions(self, quantity: Quantity, column: int) -> Sequence[Caption]:
        """What is written for a number that stands in, or leads to, a column."""

    @abstractmethod
    def strokes(self, weight: Quantity, column: int) -> Sequence[Stroke]:
        """How the edge with this weight, leading to a column, is drawn."""

    def headlines(self) -> Sequence[tuple[str, Span]]:
        """What a film says is happening; a still says nothing."""
        return ()

    def flows(self, column: int) -> Sequence[Flow]:
        """When numbers run along the edges that lead to a column; never in a still."""
        return ()


def written(quantity: Quantity, what: What, digits: int) -> Caption | None:
    """The caption of a number; None where there is nothing of this kind to show."""
    element = quantity.element
    if what == "gradients":
        element = replace(element, name=f"d{element.name}")
        return _numbered(element, quantity.gradient, digits)
    if what == "forward" and quantity.value is not None:
        return _numbered(element, quantity.value, digits)
    return Caption(shortened(Unicode().write(element)))


def _numbered(element: Element, value: float | None, digits: int) -> Caption | None:
    if value is None:
        return None
    number = Unicode().signed(shorten(value, digits))
    return Caption(shortened(Unicode().write(element)), number, Python().write(element), value)


def shortened(name: str) -> str:
    """A name with its middle left out where it is too long for a picture.

    >>> shortened("theWeightsOfTheFirstHiddenLayerOfMine[12,3]")
    'theWeightsOfTheFirstHid…e[12,3]'
    """
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}…{name[-7:]}"


class Still(Look):
    """One moment: the names, the numbers forward, or the gradients.

    Args:
        what: which of them.
        digits: the significant digits of numbers.
        weights: all the weights drawn; the largest is drawn thickest.
    """

    def __init__(self, what: What, digits: int, weights: Sequence[Quantity]) -> None:
        self.measured = what
        self.digits = digits
        self.largest = max((abs(strength(weight, what) or 0.0) for weight in weights), default=0.0)

    def captions(self, quantity: Quantity, column: int) -> Sequence[Caption]:
        caption = written(quantity, self.measured, self.digits)
        if caption is not None:
            return [caption]
        known = written(quantity, "forward", self.digits)
        return [replace(known, quiet=True)] if known else []

    def strokes(self, weight: Quantity, column: int) -> Sequence[Stroke]:
        value = strength(weight, self.measured)
        return [Stroke(value, relative(value, self.largest))]


def strength(weight: Quantity, what: What) -> float | None:
    """The number that an edge's colour and width show."""
    return weight.gradient if what == "gradients" else weight.value


def relative(value: float | None, largest: float) -> float:
    """A size from 0 to 1; numbers that are not finite count as the largest."""
    if value is None or not largest:
        return 0.0
    share = abs(value) / largest
    return share if share <= 1 else 1.0
