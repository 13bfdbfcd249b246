"""What LaTeX, Typst and Markdown have in common: how a document is laid out on paper.

Every format says how its own blocks look; this file decides which there are and what is in them.
"""

import string
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from conspect.equations.substitute import number_tree
from conspect.equations.tree import Expression
from conspect.equations.typeset import Typeset
from conspect.explain.document import (
    Document,
    Figure,
    Line,
    Matrix,
    Node,
    Note,
    Picture,
    Rule,
    Section,
    Table,
    Text,
)
from conspect.explain.rounding import decimal, shorten
from conspect.language import _
from conspect.render.graph.captions import What

# amsmath's matrices have no more columns.
_MOST_COLUMNS = 10

#: what is shown of the network: its numbers on their way forward, and the gradients on theirs back
PICTURES: tuple[What, ...] = ("forward", "gradients")

#: a sign of equality and the rows of what stands behind it
Equality = tuple[str, Sequence[str]]


class Paper(ABC):
    """Lays a document out, block by block.

    Args:
        document: what to lay out.
        notation: of its mathematics.
        room: how many digits fit side by side in a row of mathematics.
    """

    def __init__(self, document: Document, notation: Typeset, room: float) -> None:
        self.lesson, self.notation, self.room = document, notation, room
        self.digits = document.digits

    # what a format decides

    @abstractmethod
    def escaped(self, text: str) -> str:
        """Text in which nothing has a meaning for the format."""

    @abstractmethod
    def inline(self, mathematics: str) -> str:
        """Mathematics inside a paragraph."""

    @abstractmethod
    def code(self, text: str) -> str:
        """A name as it is typed."""

    @abstractmethod
    def heading(self, title: str, depth: int) -> str:
        """The title of a section; the title of the document has depth 0."""

    @abstractmethod
    def note(self, text: str) -> str:
        """A remark, set off from the rest; the text is escaped already."""

    @abstractmethod
    def display(self, left: str, equalities: Sequence[Equality]) -> str:
        """A displayed equation, its signs of equality below each other."""

    @abstractmethod
    def array(self, rows: Sequence[Sequence[str]]) -> str:
        """A matrix in parentheses."""

    @abstractmethod
    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Cells in rows under a header; they are escaped already."""

    @abstractmethod
    def picture(self, picture: Picture) -> Iterator[str]:
        """A picture of the network, if the format has one."""

    # what all formats share

    def blocks(self) -> Iterator[str]:
        """The blocks of the document in reading order."""
        yield self.heading(self.escaped(self.lesson.title), 0)
        yield from self.conventions()
        for section in self.lesson.sections:
            yield from self.section(section, 1)

    def section(self, section: Section, depth: int) -> Iterator[str]:
        yield self.heading(self.escaped(section.title), depth)
        for node in section.nodes:
            if isinstance(node, Section):
                yield from self.section(node, depth + 1)
            else:
                yield from self.node(node)

    def node(self, node: Node) -> Iterator[str]:
        match node:
            case Text(text):
                yield self.escaped(text)
            case Note(text):
                yield self.note(self.escaped(text))
            case Rule(equation, reason):
                yield self.escaped(f"{reason[:1].upper()}{reason[1:]}:")
                left = self.notation.write(equation.left)
                yield self.display(left, [("=", self.lines(left, equation.right))])
            case Line():
                yield self.line(node)
            case Matrix():
                yield from self.matrix(node)
            case Figure(name, value, caption):
                given = self.given(self.notation.labelled(name), value)
                yield f"{self.inline(given)} ({self.escaped(caption)})"
            case Table(header, rows):
                cells = [[self.escaped(cell) for cell in row] for row in (header, *rows)]
                yield self.table(cells[0], cells[1:])
            case Picture():
                yield from self.picture(node)

    def line(self, line: Line) -> str:
        left = self.notation.write(line.element)
        return self.display(
            left, [(sign, self.lines(left, tree)) for sign, tree in line.equalities()]
        )

    def lines(self, left: str, right: Expression) -> list[str]:
        """A right side in rows, as wide as its left side leaves room for."""
        room = self.room - self.notation.width(left) - 3
        return self.notation.lines(right, room)

    def conventions(self) -> Iterator[str]:
        """How names are typeset: said once, with a parameter of this very network."""
        parameters = self.lesson.trace.network.parameters
        name = max(parameters, key=lambda each: parameters[each].ndim, default=None)
        if name is None:
            return
        place = ",".join(map(str, parameters[name].shape))
        element = f"{name}[{place}]"
        said = [
            self.filled(
                _(
                    "In formulas, {typeset} stands for {name}: above is the layer, below the place "
                    "in the array, counted from 1 (of weights: input, unit; of results: sample, "
                    "unit). {gradient} is the derivative of the loss by it, {new} its value after "
                    "the update."
                ),
                typeset=self.inline(self.notation.labelled(element)),
                name=self.code(element),
                gradient=self.inline(self.notation.labelled(f"d{element}")),
                new=self.inline(self.notation.labelled(f"new_{element}")),
            )
        ]
        if "learning_rate" in self.lesson.trace.network.optimizer.hyperparameters():
            rate = self.inline(self.notation.labelled("learning_rate"))
            said.append(self.filled(_("{rate} is the learning rate."), rate=rate))
        yield " ".join(said)

    def filled(self, message: str, **values: str) -> str:
        """A message, escaped, with values put in that belong to the format already."""
        parts = string.Formatter().parse(message)
        return "".join(
            self.escaped(text) + (values[field] if field else "") for text, field, _f, _c in parts
        )

    def given(self, name: str, value: float) -> str:
        """`W = 0.1`, or with ≈ where the number had to be shortened."""
        return f"{name} {self.sign([value])} {self.number(value)}"

    def number(self, value: float) -> str:
        return self.notation.write(number_tree(shorten(value, self.digits)))

    def sign(self, values: Iterable[float]) -> str:
        """The sign before numbers: ≈ as soon as one of them had to be shortened."""
        exact = all(shorten(value, self.digits) == decimal(value) for value in values)
        return self.notation.signs["=" if exact else "≈"]

    def matrix(self, matrix: Matrix) -> Iterator[str]:
        """What it is, and its numbers in parentheses; one by one where that is too wide."""
        yield self.escaped(matrix.description())
        name = self.notation.element(matrix.name, [])
        table = matrix.table()
        cells = [[self.number(float(value)) for value in row] for row in table]
        columns = zip(*cells, strict=True)
        width = sum(max(self.notation.width(cell) for cell in column) + 2 for column in columns)
        if width + self.notation.width(name) + 4 <= self.room and len(cells[0]) <= _MOST_COLUMNS:
            sign = "=" if self.sign(map(float, table.ravel())) == self.notation.signs["="] else "≈"
            right = self.array(cells) if matrix.values.ndim else cells[0][0]
            yield self.display(name, [(sign, [right])])
            return
        elements = [
            self.given(self.notation.write(matrix.element(i, j)), float(value))
            for i, row in enumerate(table)
            for j, value in enumerate(row)
        ]
        yield self.display(
            "", [("", self.notation.broken(self.notation.listing(elements), self.room))]
        )
