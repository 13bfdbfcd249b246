"""A document: what a lesson is made of. A small closed set of nodes; renderers see nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from conspect.equations.substitute import number_tree
from conspect.equations.tree import Element, Equation, Expression, Negative, Number
from conspect.explain.rounding import Printed
from conspect.language import _
from conspect.trace import Trace

if TYPE_CHECKING:
    from conspect.claims.lookup import Answer

SectionKind = Literal["check", "claim", "given", "forward", "loss", "backward", "update"]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Note:
    """What a teacher would point out: a dead unit, a corner, cancelled digits."""

    text: str


@dataclass(frozen=True)
class Rule:
    """A rule for any element of an array, and its reason in words."""

    equation: Equation
    reason: str


@dataclass(frozen=True)
class Line:
    """One element worked out: formula, formula with the numbers put in, result.

    Attributes:
        section: the part of the lesson: forward, loss, backward, update.
        element: what is worked out.
        formula: the right side, long sums left standing.
        printed: the right side with its numbers put in, the result, and whether they are exact.
        value: the recorded value, at full precision.
        reason: the rule that gives it, in words.
    """

    section: SectionKind
    element: Element
    formula: Expression
    printed: Printed
    value: float
    reason: str

    def equalities(self) -> Iterator[tuple[Literal["=", "≈"], Expression]]:
        """What stands behind the name, each with its sign: formula, numbers, result.

        Numbers that are a single one say no more than the result, and are left out.
        """
        yield "=", self.formula
        numbers = self.printed.numbers
        inside = numbers.operand if isinstance(numbers, Negative) else numbers
        if not isinstance(inside, Number):
            yield "=" if self.printed.operands_exact else "≈", numbers
        yield "=" if self.printed.exact else "≈", number_tree(self.printed.result)


@dataclass(frozen=True, eq=False)
class Matrix:
    """The numbers of an array that is given, with what its rows and columns stand for.

    Attributes:
        name: of the array; its elements are `NAME[i,j]`.
        values: one or two dimensions.
        caption: what it is, in words.
        rows, columns: titles such as `input` and `unit`, to be numbered; empty for none.
    """

    name: str
    values: npt.NDArray[np.float64]
    caption: str
    rows: str
    columns: str

    def description(self) -> str:
        """What it is and how to read it, in words."""
        described = [self.caption]
        if self.rows:
            described.append(_("a row for each {what}").format(what=self.rows))
        if self.columns:
            described.append(_("a column for each {what}").format(what=self.columns))
        return f"{self.name}: {', '.join(described)}"

    def table(self) -> npt.NDArray[np.float64]:
        """Its numbers in rows and columns."""
        return np.atleast_2d(self.values)

    def element(self, row: int, column: int) -> Element:
        """The element at a place of the table (from 0)."""
        place = (row, column)[2 - self.values.ndim :]
        return Element(self.name, tuple(Number(index) for index in place))


@dataclass(frozen=True)
class Table:
    """Cells in rows under a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Verdict:
    """What it all comes to, said before all else."""

    kind: Literal["right", "wrong", "unclear"]
    text: str


@dataclass(frozen=True)
class SourceLine:
    """A line of somebody's program.

    Attributes:
        number: from 1.
        text: the line, without its end.
        start, end: the part of it that is marked, in characters from 0; equal if none is.
    """

    number: int
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Listing:
    """Lines of somebody's program, with the part marked that is spoken of."""

    place: str
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True)
class Change:
    """Lines of somebody's program as they are, and as they should be."""

    removed: tuple[SourceLine, ...]
    added: tuple[SourceLine, ...]


@dataclass(frozen=True)
class Figure:
    """A number beside its name that no line works out: the loss after the update."""

    name: str
    value: float
    caption: str


@dataclass(frozen=True)
class Quantity:
    """A number of the picture: its name, and its value and gradient where a step gave them."""

    element: Element
    value: float | None = None
    gradient: float | None = None


@dataclass(frozen=True)
class Unit:
    """A unit of the picture: what it carries, its result last, and the bias added to it."""

    values: tuple[Quantity, ...]
    bias: Quantity | None = None


@dataclass(frozen=True)
class Column:
    """A column of the picture: the inputs, or the units of a layer.

    Attributes:
        title: what it is, in words.
        shape: of one sample's result; several dimensions are drawn as one block, without units.
        units: those drawn, from both ends of the layer where it is too wide to draw whole.
        head: how many of them stand before the units left out.
        results: the names of its arrays, in the order in which they are worked out.
        shared: the names of its parameters that an earlier column has too.
    """

    title: str
    shape: tuple[int, ...]
    units: tuple[Unit, ...]
    head: int
    results: tuple[str, ...]
    shared: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many units are not drawn; of a block, none."""
        return self.shape[0] - len(self.units) if self.units else 0


@dataclass(frozen=True)
class Edge:
    """What a unit reads from one of the column before: times a weight, or as it is.

    Attributes:
        source, target: a column and a unit of it among those drawn, both counted from 0.
        weight: what it is multiplied by; None where it is handed on unchanged.
    """

    source: tuple[int, int]
    target: tuple[int, int]
    weight: Quantity | None


@dataclass(frozen=True)
class Bundle:
    """All connections between two columns in one, where they cannot be drawn one by one.

    Attributes:
        source, target: the columns, counted from 0.
        name: of the array that is carried.
        weights: the name of the parameter that it meets; empty where it is handed on unchanged.
    """

    source: int
    target: int
    name: str
    weights: str


@dataclass(frozen=True)
class Goal:
    """The end of the picture: the loss, and the targets that the output is compared with."""

    title: str
    loss: Quantity
    targets: tuple[Quantity, ...]


@dataclass(frozen=True)
class Picture:
    """The network as columns of units with the connections between them.

    Attributes:
        columns: the inputs, then a column for every number that the names carry.
        edges: those between units that are drawn, of columns side by side.
        bundles: all other connections.
        goal: what the output is for.
        samples: how many there are in the batch; units carry the numbers of the first one.
    """

    columns: tuple[Column, ...]
    edges: tuple[Edge, ...]
    bundles: tuple[Bundle, ...]
    goal: Goal
    samples: int


@dataclass(frozen=True)
class Section:
    """A part of the lesson, or a part of a part."""

    kind: SectionKind
    title: str
    nodes: tuple[Node, ...]


Node: TypeAlias = (
    Text
    | Note
    | Rule
    | Line
    | Matrix
    | Table
    | Figure
    | Picture
    | Verdict
    | Listing
    | Change
    | Section
)


@dataclass(frozen=True, eq=False)
class Sheet:
    """Sections under a title, on something else than a step of training.

    Attributes:
        title: what it is about.
        sections: in reading order.
        digits: the significant digits of numbers.
        lesson: what is told of a step of training after all sections.
    """

    title: str
    sections: tuple[Section, ...]
    digits: int
    lesson: Document | None = None


@dataclass(frozen=True, eq=False)
class Document:
    """A lesson on one step of training.

    Attributes:
        title: what it is about.
        sections: in reading order.
        trace: the step that really ran; every number comes from it.
        digits: the significant digits of results.
        answers: what became of somebody's claims about the step.
        show: the names that were asked for; none for the whole step.
    """

    title: str
    sections: tuple[Section, ...]
    trace: Trace
    digits: int
    answers: tuple[Answer, ...] = ()
    show: tuple[str, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Every line, in reading order."""
        for section in self.sections:
            yield from _lines(section)

    def to_text(self, *, width: int = 80, ascii_only: bool = False) -> str:
        """Plain text.

        Args:
            width: of a line, in characters.
            ascii_only: Python's notation, for terminals that know no other signs.
        """
        from conspect.render.to_text import render

        return render(self, width=width, ascii_only=ascii_only)

    def to_json(self) -> str:
        """JSON: the arrays at full precision, and every line with its formula and numbers."""
        from conspect.render.to_json import render

        return render(self)

    def to_latex(self, *, fragment: bool = False) -> str:
        """LaTeX: a document that compiles by itself.

        Args:
            fragment: only what stands inside a document of one's own; it needs amsmath.
        """
        from conspect.render.to_latex import render

        return render(self, fragment=fragment)

    def to_markdown(self) -> str:
        """Markdown with LaTeX's mathematics, as GitHub and Jupyter show it."""
        from conspect.render.to_markdown import render

        return render(self)

    def to_pdf(self) -> bytes:
        """PDF; it needs Typst (the extra `pdf`).

        Raises:
            MissingExtraError: Typst is not installed.
        """
        from conspect.render.to_pdf import render

        return render(self)

    def to_html(self) -> str:
        """A page of its own: equations as MathML, pictures, links; nothing fetched, no script."""
        from conspect.render.to_html import render

        return render(self)

    def to_svg(self, what: Literal["bare", "forward", "gradients"] = "gradients") -> str:
        """The network drawn: its names alone, the numbers forward, or the gradients."""
        from conspect.render.to_svg import picture_svg

        return picture_svg(self, what)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from conspect.render.mimebundle import of_document

        return of_document(self)

    def __str__(self) -> str:
        return self.to_text()


def _lines(section: Section) -> Iterator[Line]:
    for node in section.nodes:
        if isinstance(node, Line):
            yield node
        elif isinstance(node, Section):
            yield from _lines(node)
