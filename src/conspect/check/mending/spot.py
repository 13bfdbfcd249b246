"""The marked part of a program: its text, and the piece of syntax that it is."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeGuard, TypeVar

from conspect.check.findings import Mistake
from conspect.check.repairs.repair import Place
from conspect.check.sources import Source

# Text put in place of some stretches of the program.
Edit = list[tuple[Place, str]]

T = TypeVar("T", bound=ast.AST)


@dataclass(frozen=True)
class Spot:
    """Where a mistake is.

    Attributes:
        source: the part of the program that it stands in.
        tree: the same, parsed.
        line: its line, from 1.
        node: the expression or statement that is marked; the widest one within the mark.
        mistake: the mistake.
        place: what is marked.
    """

    source: Source
    tree: ast.Module
    line: int
    node: ast.expr | ast.stmt
    mistake: Mistake
    place: Place

    def text(self, node: ast.expr | ast.stmt) -> str:
        """The text of a node that stands in one line."""
        place = Place.of(node, self.source.text)
        return self.source.text.splitlines()[place.line - 1][place.start : place.end]

    def instead(self, node: ast.expr | ast.stmt, new: str) -> Edit:
        """Other text in place of a node."""
        return [(Place.of(node, self.source.text), new)]

    def inside(self, kind: type[T]) -> Iterator[T]:
        """The nodes of a kind within what is marked, in its line."""
        for node in ast.walk(self.node):
            if isinstance(node, kind) and getattr(node, "lineno", self.line) == self.line:
                yield node

    def held(self, text: str) -> str:
        """A text for the place of what is marked, in brackets if an operator stands beside it."""
        row = self.source.text.splitlines()[self.place.line - 1]
        before, after = row[: self.place.start].rstrip()[-1:], row[self.place.end :].lstrip()[:1]
        beside = before in set("*/@+-.%") or after in set("*/@+-.%[")
        return f"({text})" if beside and not isinstance(self.node, ast.stmt) else text

    def statement(self) -> ast.stmt | None:
        """The statement that the marked line is."""
        found = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt) and node.lineno == node.end_lineno == self.line
        ]
        return max(found, key=lambda node: node.end_col_offset or 0, default=None)

    def in_line(self, kind: type[T]) -> Iterator[T]:
        """The nodes of a kind in the whole statement, what is marked or not."""
        statement = self.statement()
        for node in ast.walk(statement) if statement is not None else ():
            if isinstance(node, kind):
                yield node

    def functions(self) -> Iterator[ast.AST]:
        """The program's own functions that the line calls."""
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        names = {ast.unparse(call.func) for call in calls if call.lineno == self.line}
        for node in ast.walk(self.tree):
            match node:
                case ast.FunctionDef(name=name) if name in names:
                    yield node
                case ast.Assign(targets=[ast.Name(name)], value=ast.Lambda()) if name in names:
                    yield node

    def expression(self) -> ast.expr | None:
        """The value that is marked: of an assignment, what is assigned."""
        if isinstance(self.node, ast.expr):
            return self.node
        value = getattr(self.node, "value", None)
        return value if isinstance(value, ast.expr) else None

    def ratio(self) -> float | None:
        """By which the gradient applied has to be multiplied to be right, in one element."""
        worked = self.mistake.worked
        return worked.right / worked.applied if worked and worked.applied else None


def spot_of(mistake: Mistake, sources: list[Source]) -> Spot | None:
    """The spot that a mistake marks, if it is a piece of syntax in one line."""
    span = mistake.span
    if span is None or span.line != span.end_line:
        return None
    for source in sources:
        if source.cell != span.cell or source.filename != span.file:
            continue
        try:
            tree = ast.parse(source.text)
        except (SyntaxError, ValueError, RecursionError):
            return None
        place = Place(span.line, span.column, span.end_column)
        found = [node for node in ast.walk(tree) if _within(node, place, source.text)]
        widest = max(found, key=lambda node: _width(node, source.text), default=None)
        return None if widest is None else Spot(source, tree, span.line, widest, mistake, place)
    return None


def called(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    """Whether a node calls a function of one of these names: `np.dot(…)`, `dot(…)`."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in names


def first(edits: Callable[[Spot], Iterator[Edit]], spot: Spot, most: int) -> list[Edit]:
    """The first few edits."""
    return list(islice(edits(spot), most))


def _within(node: ast.AST, place: Place, text: str) -> TypeGuard[ast.expr | ast.stmt]:
    if not isinstance(node, ast.expr | ast.stmt) or node.lineno != place.line:
        return False
    if node.end_lineno != place.line:
        return False
    own = Place.of(node, text)
    return place.start <= own.start and own.end <= place.end


def _width(node: ast.expr | ast.stmt, text: str) -> int:
    place = Place.of(node, text)
    return place.end - place.start
