"""Lines of the program, fit to be shown.

They are somebody's text: what does not print (escape sequences, marks that turn the direction of
writing round) is shown as Python would write it, and takes no effect.
"""

from pathlib import Path

from conspect.check.findings import Span
from conspect.explain.document import SourceLine
from conspect.language import _

_TAB = 4


def visible(text: str) -> str:
    r"""The text on one line, with everything that does not print spelt out.

    >>> print(visible("clear\x1b[2J"))
    clear\x1b[2J
    """
    return "".join(map(_visible, text))


def lines_of(span: Span, text: str | None = None, *, marked: bool = True) -> tuple[SourceLine, ...]:
    """The lines of a span, or others in their place.

    Args:
        span: the place.
        text: the lines to show; left out, the span's own.
        marked: whether the span's part of them is marked.
    """
    rows = (span.text if text is None else text).splitlines()
    shown = []
    for number, row in enumerate(rows, span.line):
        start = span.column if number == span.line else len(row) - len(row.lstrip())
        end = span.end_column if number == span.end_line else len(row)
        start, end = (min(start, len(row)), min(end, len(row))) if marked else (0, 0)
        before, part, after = (_printed(each) for each in (row[:start], row[start:end], row[end:]))
        shown.append(SourceLine(number, before + part + after, len(before), len(before + part)))
    return tuple(shown)


def place_of(file: str, cell: int | None, line: int) -> str:
    """Where that is, as people would say it: `train.py, line 12`."""
    name = visible(Path(file).name.removesuffix(f"[{cell}]"))
    if cell is not None:
        where = _("{file}, cell {cell}, line {line}") if line else _("{file}, cell {cell}")
    else:
        where = _("{file}, line {line}") if line else "{file}"
    return where.format(file=name, cell=cell, line=line)


def place_within(file: str, program: str, cell: int | None, line: int) -> str:
    """Where that is; the file is named only if it is not the program that is checked."""
    if Path(file).name.removesuffix(f"[{cell}]") != Path(program).name:
        return place_of(file, cell, line)
    words = _("line {line}") if cell is None else _("cell {cell}, line {line}")
    return words.format(cell=cell, line=line)


def _printed(text: str) -> str:
    return visible(text.replace("\t", " " * _TAB))


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
