"""Places in the source of the program."""

import ast
from dataclasses import dataclass

from conspect.check.findings import Span


@dataclass(frozen=True, slots=True)
class Site:
    """Where an operation stands.

    Attributes:
        file, cell: the file, and the cell if it is a notebook.
        line, column, end_line, end_column: as Python's syntax tree has them.
        literals: which of the operands are written as literals.
        scope: the function that it is in; empty for the module.
        text: the source of the expression.
        names: of the operands that are names.
        tests: what stands in the tests of the `if`s around it.
    """

    file: str
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    literals: tuple[bool, ...] = ()
    scope: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    tests: tuple["Site", ...] = ()

    def is_within(self, other: "Site") -> bool:
        """Whether it is a part of another place."""
        return (
            (self.file, self.cell) == (other.file, other.cell)
            and (other.line, other.column) <= (self.line, self.column)
            and (self.end_line, self.end_column) <= (other.end_line, other.end_column)
        )

    def key(self) -> tuple[str, int | None, int, int, int, int]:
        """What tells this place from others."""
        return (self.file, self.cell, self.line, self.column, self.end_line, self.end_column)


class Sources:
    """The texts of the program's files and cells, and the places noted in them."""

    def __init__(self) -> None:
        self.sites: list[Site] = []
        self.lines: dict[tuple[str, int | None], list[str]] = {}

    def add(self, source: str, file: str, cell: int | None) -> None:
        """Note a text."""
        self.lines[file, cell] = source.splitlines()

    def note(
        self,
        node: ast.expr | ast.stmt,
        file: str,
        cell: int | None,
        scope: str,
        literals: tuple[bool, ...] = (),
        names: tuple[str, ...] = (),
        tests: tuple[Site, ...] = (),
    ) -> int:
        """The number of a new place."""
        end_line = node.end_lineno or node.lineno
        end_column = node.end_col_offset or 0
        text = self._text(file, cell, node.lineno, node.col_offset, end_line, end_column)
        self.sites.append(
            Site(
                file, cell, node.lineno, node.col_offset, end_line, end_column,
                literals, scope, text, names, tests,
            )
        )  # fmt: skip
        return len(self.sites) - 1

    def _text(self, file: str, cell: int | None, line: int, start: int, last: int, end: int) -> str:
        lines = self.lines.get((file, cell), [])[line - 1 : last]
        if not lines:
            return ""
        raw = [text.encode() for text in lines]
        raw[-1] = raw[-1][:end]
        raw[0] = raw[0][start:]
        return b"\n".join(raw).decode(errors="replace")

    def span(self, site: Site) -> Span:
        """The place, with the source lines that it is in; its columns in characters."""
        lines = self.lines.get((site.file, site.cell), [])[site.line - 1 : site.end_line]
        first, last = (lines[0], lines[-1]) if lines else ("", "")
        return Span(
            site.file, site.line, _characters(first, site.column),
            site.end_line, _characters(last, site.end_column),
            site.cell, "\n".join(lines),
        )  # fmt: skip

    def line(self, site: Site) -> str:
        """The first source line of the place."""
        lines = self.lines.get((site.file, site.cell), [])
        return lines[site.line - 1] if 0 < site.line <= len(lines) else ""


def _characters(line: str, column: int) -> int:
    """A column of Python's syntax tree, in bytes, as one in characters.

    >>> _characters("ключ = 1", 11)
    7
    """
    return len(line.encode()[:column].decode(errors="ignore")) if line else column
