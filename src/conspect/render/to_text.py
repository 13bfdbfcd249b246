"""Document -> text for a terminal, good at 80 columns, without colour, and in plain ASCII."""

import textwrap
from collections.abc import Iterator
from itertools import pairwise

from rich.text import Text as Styled

from conspect.equations.write import Notation, Python, Unicode
from conspect.explain.document import (
    Change,
    Document,
    Figure,
    Line,
    Listing,
    Matrix,
    Node,
    Note,
    Picture,
    Rule,
    Section,
    Sheet,
    Table,
    Text,
    Verdict,
)
from conspect.explain.rounding import decimal, shorten
from conspect.render.drawing import draw, is_drawable
from conspect.render.source_rows import VERDICT_STYLES, change_rows, listing_rows

# Terminals narrower than this, and rooms for equations, get rows that are too long for them.
NARROWEST = 24
NARROWEST_EQUATION = 16

# How signs that are not in ASCII are spelt with those that are.
_SPELT = str.maketrans(
    {
        "≈": "~",
        "−": "-",
        "→": "->",
        "×": "x",
        "…": "...",
        "²": "^2",
        "½": "1/2",
        "·": "*",
        "’": "'",
    }
)


def render(document: Document | Sheet, *, width: int = 80, ascii_only: bool = False) -> str:
    """The document as plain text.

    Args:
        document: what to show.
        width: of a line, in characters; words longer than that stay whole.
        ascii_only: Python's notation, for terminals that know no other signs.
    """
    return "".join(f"{row.plain.rstrip()}\n" for row in styled_rows(document, width, ascii_only))


def styled_rows(document: Document | Sheet, width: int, ascii_only: bool) -> Iterator[Styled]:
    """The rows of the text, with styles for a terminal that shows them."""
    page = _Page(document.digits, max(width, NARROWEST), ascii_only)
    yield Styled(page.spelt(document.title), "bold")
    lesson = document.lesson if isinstance(document, Sheet) else None
    for section in (*document.sections, *(lesson.sections if lesson else ())):
        yield from page.section(section, depth=0)


class _Page:
    def __init__(self, digits: int, width: int, ascii_only: bool) -> None:
        self.digits, self.width, self.ascii_only = digits, width, ascii_only
        self.notation: Notation = Python() if ascii_only else Unicode()
        self.about = self.spelt("≈")

    def spelt(self, text: str) -> str:
        """The text in signs that the terminal has."""
        return text.translate(_SPELT) if self.ascii_only else text

    def section(self, section: Section, depth: int) -> Iterator[Styled]:
        yield Styled()
        title = self.spelt(section.title)
        if depth == 0:
            yield Styled(title.upper(), "bold cyan")
        else:
            yield Styled(title, "bold")
        previous: Node | None = None
        for node in section.nodes:
            if isinstance(node, Section):
                yield from self.section(node, depth + 1)
                previous = node
                continue
            rows = list(self.node(node))
            if not rows:
                continue
            if previous is not None and self.wants_space(previous, node):
                yield Styled()
            yield from rows
            previous = node

    def wants_space(self, previous: Node, node: Node) -> bool:
        """Whether a blank row stands between two nodes: between lines of work and all else."""
        if isinstance(node, Note) and isinstance(previous, Line):
            return False
        compact = (Rule, Text, Matrix, Figure)
        return not (type(previous) is type(node) and isinstance(node, compact))

    def node(self, node: Node) -> Iterator[Styled]:
        match node:
            case Text(text):
                yield from self.paragraph(text, "")
            case Note(text):
                yield from self.paragraph(f"! {text}", "yellow")
            case Rule():
                yield from self.rule(node)
            case Line():
                yield from self.line(node)
            case Matrix():
                yield from self.matrix(node)
            case Figure(name, value, caption):
                yield from self.paragraph(f"{self.given(name, value)}   ({caption})", "")
            case Table():
                yield from self.table(node)
            case Picture():
                yield from self.picture(node)
            case Verdict(kind, text):
                yield from self.paragraph(text, VERDICT_STYLES[kind])
            case Listing():
                yield from listing_rows(node, self.width)
            case Change():
                yield from change_rows(node, self.width)

    def paragraph(self, text: str, style: str) -> Iterator[Styled]:
        rows = textwrap.wrap(
            self.spelt(text),
            self.width,
            initial_indent="  ",
            subsequent_indent="    " if text.startswith("! ") else "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from (Styled(row, style) for row in rows)

    def rule(self, rule: Rule) -> Iterator[Styled]:
        """The reason, and the formula for any element below it."""
        yield from self.paragraph(f"{rule.reason[:1].upper()}{rule.reason[1:]}:", "italic")
        left = self.notation.write(rule.equation.left)
        yield from self.equation(
            f"    {left} ", "=", self.notation.write(rule.equation.right), "dim"
        )

    def line(self, line: Line) -> Iterator[Styled]:
        """Formula, numbers, result, the signs of equality below each other."""
        left = f"  {self.notation.write(line.element)} "
        equalities = list(line.equalities())
        for number, (sign, tree) in enumerate(equalities, 1):
            style = "bold green" if number == len(equalities) else ""
            yield from self.equation(left, self.spelt(sign), self.notation.write(tree), style)
            left = " " * len(left)

    def equation(self, left: str, sign: str, right: str, style: str) -> Iterator[Styled]:
        """`left sign right`, broken before operators where it is too long."""
        room = max(self.width - len(left) - 2, NARROWEST_EQUATION)
        first, *others = _broken(right, room)
        yield Styled(left).append(f"{sign} ").append(first, style)
        indent = " " * (len(left) + len(sign) + 1)
        yield from (Styled(indent).append(row, style) for row in others)

    def given(self, name: str, value: float) -> str:
        """`W1[1,1] = 0.1`, or `≈` where the number had to be shortened."""
        short = shorten(value, self.digits)
        sign = "=" if short == decimal(value) else self.about
        return f"{name} {sign} {self.notation.signed(short)}"

    def matrix(self, matrix: Matrix) -> Iterator[Styled]:
        """A title, then `name = value` for every element, a row of the matrix a row."""
        yield from self.paragraph(matrix.description(), "")
        cells = [
            [
                self.given(self.notation.write(matrix.element(i, j)), float(value))
                for j, value in enumerate(row)
            ]
            for i, row in enumerate(matrix.table())
        ]
        widest = max(len(cell) for row in cells for cell in row)
        fitting = max((self.width - 4 + 3) // (widest + 3), 1)
        for row in cells:
            for start in range(0, len(row), fitting):
                part = (cell.ljust(widest) for cell in row[start : start + fitting])
                yield Styled(f"    {'   '.join(part)}")

    def table(self, table: Table) -> Iterator[Styled]:
        rows = [tuple(self.spelt(cell) for cell in row) for row in (table.header, *table.rows)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
        for number, row in enumerate(rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield Styled("  " + "  ".join(cells).rstrip(), "bold" if number == 0 else "")

    def picture(self, picture: Picture) -> Iterator[Styled]:
        if not is_drawable(picture):
            return
        rows = draw(picture, self.notation, self.digits, ascii_only=self.ascii_only)
        if max(len(row) for row in rows) + 2 <= self.width:
            yield from (Styled(f"  {row}" if row else "") for row in rows)


def _broken(text: str, width: int) -> list[str]:
    """The text of an expression in rows, broken where it holds together least.

    That is outside as many brackets as possible, then before `if` and `else`, before + and −, and
    before other signs; the first third of a row is never left alone if a later place will do.
    """
    places = _places(text)
    rows, start = [], 0
    while len(text) - start > width:
        fitting = [place for place in places if start < place[1] <= start + width]
        late = [place for place in fitting if place[1] > start + width // 3] or fitting
        if not late:
            late = [place for place in places if place[1] > start][:1]
        if not late:
            break
        loosest = min(level for level, _at in late)
        end = max(at for level, at in late if level == loosest)
        rows.append(text[start:end])
        start = end + 1
    return [*rows, text[start:]]


# How loosely a sign holds what stands before and behind it.
_LOOSENESS = {"if": 0, "else": 0, "+": 1, "−": 1, "-": 1}
_SIGNS = ("if", "else", "+", "−", "-", "·", "*", "/", "**", "<", ">", "≤", "≥", "<=", ">=")


def _places(text: str) -> list[tuple[int, int]]:
    """The blanks at which a row may end: how tightly it holds there, and where it is.

    None is behind a sign, so that a row begins with its sign.
    """
    found = []
    words = text.split(" ")
    depth, at = 0, -1
    for word, following in pairwise(words):
        depth += sum(map(word.count, "([")) - sum(map(word.count, ")]"))
        at += len(word) + 1
        if word not in _SIGNS:
            found.append((3 * depth + _LOOSENESS.get(following, 2), at))
    return found
