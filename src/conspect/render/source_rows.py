"""Somebody's source in a terminal: numbered lines, the part spoken of marked, what changes.

A mark is a row of carets below its line, so that it shows without colour too.
"""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text as Styled

from conspect.explain.document import Change, Listing, SourceLine

VERDICT_STYLES = {"right": "bold green", "wrong": "bold red", "unclear": "bold yellow"}

# Before a mark in a line that is cut, so much of it is still shown.
_BEFORE = 12
# In place of what is cut off.
_CUT = "..."
_NARROWEST = 20


def listing_rows(listing: Listing, width: int) -> Iterator[Styled]:
    """The place, then the lines, each with its mark below."""
    yield Styled(f"  {listing.place}", "dim")
    digits = max((len(str(line.number)) for line in listing.lines), default=1)
    for line in listing.lines:
        gutter = f"  {line.number:>{digits}} | "
        shown = _fitted(line, max(width - len(gutter), _NARROWEST))
        row = Styled(gutter, "dim")
        row.append(shown.text[: shown.start], "not dim")
        row.append(shown.text[shown.start : shown.end], "not dim bold red")
        row.append(shown.text[shown.end :], "not dim")
        yield row
        if shown.end > shown.start:
            before = cell_len(shown.text[: shown.start])
            carets = "^" * max(cell_len(shown.text[shown.start : shown.end]), 1)
            yield Styled(" " * (len(gutter) - 2) + "| " + " " * before).append(carets, "bold red")


def change_rows(change: Change, width: int) -> Iterator[Styled]:
    """Lines that go, then lines that come."""
    for sign, style, lines in (("-", "red", change.removed), ("+", "green", change.added)):
        for line in lines:
            shown = _fitted(line, max(width - 4, _NARROWEST))
            row = Styled(f"  {sign} {shown.text[: shown.start]}", style)
            row.append(shown.text[shown.start : shown.end], f"bold {style} underline")
            yield row.append(shown.text[shown.end :], style)


def _fitted(line: SourceLine, room: int) -> SourceLine:
    """As much of a line as there is room for, around its mark."""
    text, start, end = line.text, line.start, line.end
    if cell_len(text) <= room:
        return line
    if start > _BEFORE and cell_len(text[:end]) > room:
        left = start - _BEFORE
        text, start, end = _CUT + text[left:], start - left + len(_CUT), end - left + len(_CUT)
    if cell_len(text) > room:
        while cell_len(text) > room - len(_CUT):
            text = text[:-1]
        end = min(end, len(text))
        text += _CUT
    return SourceLine(line.number, text, min(start, end), end)
