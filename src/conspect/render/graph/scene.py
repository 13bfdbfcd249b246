"""What a picture consists of once everything has its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conspect.render.graph.boxes import Box, Point
from conspect.render.graph.captions import Caption, Flow, Span, Stroke


@dataclass(frozen=True)
class Label:
    """Captions in a box, one at a time, in one row or name over number."""

    box: Box
    captions: Sequence[Caption]
    rows: int
    framed: bool = False

    def moved(self, origin: Point) -> "Label":
        """The same, counted from that origin."""
        return replace(self, box=self.box.moved(origin))


@dataclass(frozen=True)
class Disc:
    """A unit: a circle, or a longer shape with round ends where its number needs one."""

    box: Box
    label: Label

    def moved(self, origin: Point) -> "Disc":
        """The same, counted from that origin."""
        return Disc(self.box.moved(origin), self.label.moved(origin))


@dataclass(frozen=True)
class Wire:
    """An edge, with what it looks like at each time, and when numbers run along it."""

    start: Point
    end: Point
    strokes: Sequence[Stroke]
    flows: Sequence[Flow] = ()


@dataclass(frozen=True)
class Pipe:
    """Many connections in one: a line through corners, an arrow head at its end."""

    corners: Sequence[Point]


@dataclass(frozen=True)
class Words:
    """A text with its middle, or its beginning, on a point of the baseline."""

    text: str
    place: Point
    size: float
    bold: bool = False
    quiet: bool = False
    anchor: str = "middle"
    span: Span | None = None

    def moved(self, origin: Point) -> "Words":
        """The same, counted from that origin."""
        return replace(self, place=self.place.plus(origin))


@dataclass(frozen=True)
class Sample:
    """A piece of line in the legend."""

    start: Point
    end: Point
    value: float
    size: float


@dataclass(frozen=True)
class Scene:
    """A picture, laid out."""

    width: float
    height: float
    panels: Sequence[Box]
    blocks: Sequence[Box]
    discs: Sequence[Disc]
    wires: Sequence[Wire]
    pipes: Sequence[Pipe]
    labels: Sequence[Label]
    words: Sequence[Words]
    samples: Sequence[Sample]
