"""A mistake with the program as it is without it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from conspect.check.findings import Mistake, Report, Span
from conspect.check.outcome import Ending
from conspect.check.sources import Source

# A program that has made so many steps does train; what it dies of later is another matter.
_TRAINS = 2


@dataclass(frozen=True)
class Attempt:
    """A run of the program that is not to be the last.

    Attributes:
        file: the person's file.
        sources: what was run.
        ending: how it ended.
        report: what was seen; None if nothing.
    """

    file: str
    sources: list[Source]
    ending: Ending
    report: Report | None

    @property
    def trains(self) -> bool:
        """Whether whole steps of training were seen."""
        return self.report is not None and self.report.steps >= _TRAINS

    def trees(self) -> Iterator[tuple[Source, ast.Module]]:
        """The parts of the program that can be parsed."""
        for source in self.sources:
            try:
                yield source, ast.parse(source.text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue

    def died_in(self) -> Source | None:
        """The part of the person's file that the error stands in."""
        if self.ending.kind != "raised" or self.ending.file != self.file:
            return None
        found = (source for source in self.sources if source.cell == self.ending.cell)
        return next(found, None)


@dataclass(frozen=True)
class Repair:
    """A mistake, and the program without it.

    Attributes:
        sources: what to run next; None if it cannot be mended for sure.
    """

    mistake: Mistake
    sources: list[Source] | None = None


@dataclass(frozen=True)
class Place:
    """A stretch of one line: columns from 0, in characters."""

    line: int
    start: int
    end: int

    @classmethod
    def of(cls, node: ast.expr | ast.stmt, text: str) -> "Place":
        """Where a node of one line stands."""
        row = text.splitlines()[node.lineno - 1].encode()
        start = len(row[: node.col_offset].decode(errors="ignore"))
        end = len(row[: node.end_col_offset].decode(errors="ignore"))
        return cls(node.lineno, start, end)


def replaced(text: str, places: list[tuple[Place, str]]) -> str:
    """The text with something else in some places."""
    lines = text.splitlines(keepends=True)
    for place, new in sorted(places, key=lambda pair: pair[0].start, reverse=True):
        line = lines[place.line - 1]
        lines[place.line - 1] = line[: place.start] + new + line[place.end :]
    return "".join(lines)


def with_text(sources: list[Source], source: Source, text: str) -> list[Source]:
    """The sources with another text for one of them."""
    new = msgspec.structs.replace(source, text=text)
    return [new if old is source else old for old in sources]


def mistake_at(
    attempt: Attempt,
    source: Source,
    place: Place,
    cause: str,
    *,
    message: str,
    fix: str,
    evidence: str,
    mended: str = "",
) -> Mistake:
    """A mistake that stands in one line of the program.

    Args:
        mended: the source without it.
    """
    row = source.text.splitlines()[place.line - 1]
    span = Span(attempt.file, place.line, place.start, place.line, place.end, source.cell, row)
    line = mended.splitlines()[place.line - 1] if mended else ""
    return Mistake(
        cause, [], attempt.file, place.line, message, fix, evidence,
        cell=source.cell, span=span, mended=line,
    )  # fmt: skip
