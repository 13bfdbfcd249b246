"""CSV and TSV: text in lines, cells between separators.

A column is one of numbers or of words. A file is read in pieces, so that no more text than one
piece is held at a time.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TextIO

import numpy as np
import numpy.typing as npt

from conspect.data.raw import file_name, opened
from conspect.data.table import Table, Values
from conspect.errors import DataError
from conspect.language import _, plural

#: what stands for a value that is not there
MISSING = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"})

SEPARATORS = ",;\t|"
# Rows that are converted at once.
PIECE = 4096
# The longest text of a cell, in characters: longer ones are a quotation mark without its partner.
LONGEST_CELL = 100_000

# A number as programs write it; Python's float() alone takes 1_000 and infinity too.
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
# A byte that is no UTF-8, as the decoder passes it on.
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")


def read_delimited(
    path: str, *, separator: str | None = None, categories: Iterable[str] = ()
) -> Table:
    """The table in a CSV or TSV file: UTF-8, with or without a byte order mark.

    The first row holds the names of the columns, unless it holds numbers; then the columns are
    called 1, 2, 3.

    Args:
        path: of the file; `-` is standard input.
        separator: what stands between cells; left out, the one that splits the first row most.
        categories: columns that hold words even where they look like numbers.

    Raises:
        DataError: the file is no table; the line says where and why.
        FileAccessError: the file cannot be opened.
    """
    source = file_name(path)
    with _text(path, source) as file:
        return _Reading(source, set(categories)).table(_rows(file, source, separator))


class _Reading:
    """Columns that grow piece by piece."""

    def __init__(self, source: str, categories: set[str]) -> None:
        self.source, self.categories = source, categories
        self.lines: list[int] = []

    def table(self, rows: Iterator[tuple[int, list[str]]]) -> Table:
        first = next(rows, None)
        if first is None:
            raise DataError(_("the file is empty"), _("give a header and rows"), file=self.source)
        line, cells = first
        names = [str(number) for number in range(1, len(cells) + 1)]
        if _is_header(cells):
            names = self.header(line, cells)
            first = None
        columns = [_Column(name, self.source, name in self.categories) for name in names]
        ahead = [first] if first else []
        while piece := [*ahead, *islice(rows, PIECE - len(ahead))]:
            ahead = []
            self.take(piece, columns)
        if not self.lines:
            raise DataError(
                _("there are no rows"), _("add some below the header"), file=self.source
            )
        values = {column.name: column.values() for column in columns}
        return Table(values, self.source, np.array(self.lines))

    def header(self, line: int, cells: list[str]) -> list[str]:
        names = [cell.strip() or str(number) for number, cell in enumerate(cells, 1)]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise DataError(
                    _("there are two columns {name!r}").format(name=name),
                    _("rename one"),
                    file=self.source,
                    line=line,
                )
        return names

    def take(self, piece: list[tuple[int, list[str]]], columns: list["_Column"]) -> None:
        for line, cells in piece:
            if len(cells) != len(columns):
                raise DataError(
                    plural(
                        "this row has {count} cell, but there are {columns} columns",
                        "this row has {count} cells, but there are {columns} columns",
                        len(cells),
                    ).format(count=len(cells), columns=len(columns)),
                    _("put a text that holds the separator between quotation marks"),
                    file=self.source,
                    line=line,
                )
        lines = [line for line, _ in piece]
        for column, cells_of in zip(
            columns, zip(*(cells for _line, cells in piece), strict=True), strict=True
        ):
            column.take(cells_of, lines)
        self.lines += lines


class _Column:
    """A column as far as it is read: of numbers or of words, as its first value decides."""

    def __init__(self, name: str, source: str, words: bool) -> None:
        self.name, self.source, self.forced = name, source, words
        self.words: bool | None = True if words else None
        self.first: tuple[int, str] = (0, "")
        self.pieces: list[Values] = []

    def take(self, cells: tuple[str, ...], lines: list[int]) -> None:
        if self.words is None:
            self.decide(cells, lines)
        self.pieces.append(
            self.as_words(cells, lines) if self.words else self.as_numbers(cells, lines)
        )

    def decide(self, cells: tuple[str, ...], lines: list[int]) -> None:
        for line, cell in zip(lines, cells, strict=True):
            if cell.strip() not in MISSING:
                self.words = not _NUMBER.fullmatch(cell)
                self.first = line, cell
                return

    def as_numbers(self, cells: tuple[str, ...], lines: list[int]) -> npt.NDArray[np.float64]:
        """The cells as numbers; the short way first, for it is ten times as fast."""
        try:
            numbers = np.array(cells, dtype=np.float64)
        except ValueError:
            pass
        else:
            if np.isfinite(numbers).all() and not any("_" in cell for cell in cells):
                return numbers
        return np.array([self.number(*pair) for pair in zip(lines, cells, strict=True)])

    def number(self, line: int, cell: str) -> float:
        if cell.strip() in MISSING:
            return float("nan")
        if not _NUMBER.fullmatch(cell):
            raise self.mixed(
                line,
                _("column {name!r} holds {cell} among numbers").format(
                    name=self.name, cell=_shown(cell)
                ),
            )
        number = float(cell)
        if abs(number) == float("inf"):
            raise self.mixed(
                line,
                _("column {name!r} holds {cell}, too large a number").format(
                    name=self.name, cell=_shown(cell)
                ),
            )
        return number

    def as_words(self, cells: tuple[str, ...], lines: list[int]) -> Values:
        words = np.empty(len(cells), dtype=object)
        for place, (line, cell) in enumerate(zip(lines, cells, strict=True)):
            word = cell.strip()
            if word in MISSING:
                continue
            if not self.forced and _NUMBER.fullmatch(word):
                first, text = self.first
                raise self.mixed(
                    line,
                    _(
                        "column {name!r} holds the number {word} "
                        "among words ({text} in line {line})"
                    ).format(name=self.name, word=word, text=_shown(text), line=first),
                )
            if not self.forced and _DECIMAL_COMMA.fullmatch(word):
                raise DataError(
                    _("column {name!r} holds {word!r}, a number with a decimal comma").format(
                        name=self.name, word=word
                    ),
                    _("write decimal points"),
                    file=self.source,
                    line=line,
                )
            words[place] = word
        return words

    def mixed(self, line: int, what: str) -> DataError:
        return DataError(
            what,
            _(
                "mend the cell, leave it empty, or take the column for words: --category {name}"
            ).format(name=self.name),
            file=self.source,
            line=line,
        )

    def values(self) -> Values:
        if self.words is None:
            return np.full(sum(map(len, self.pieces)), np.nan)
        return np.concatenate(self.pieces)


def _is_header(cells: list[str]) -> bool:
    """Whether a first row holds names: no numbers, or just the numbers of the columns."""
    numbers = [cell.strip() for cell in cells if _NUMBER.fullmatch(cell)]
    counted = [[str(i) for i in range(start, start + len(numbers))] for start in (0, 1)]
    return not numbers or (len(numbers) > 1 and numbers in counted)


def _rows(file: TextIO, source: str, separator: str | None) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with their lines."""
    start = file.readline()
    separator = separator or max(SEPARATORS, key=start.count)
    reader = csv.reader(_lines(start, file, source), delimiter=separator, strict=True)
    csv.field_size_limit(LONGEST_CELL)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DataError(
            _("not a table: {error}").format(error=error),
            _("see that every quotation mark has its partner"),
            file=source,
            line=reader.line_num,
        ) from None


def _lines(start: str, file: TextIO, source: str) -> Iterator[str]:
    for number, line in enumerate(chain([start], file), 1):
        if _NOT_UTF8.search(line):
            raise DataError(
                _("not UTF-8 text"), _("is it a table? save it as UTF-8"), file=source, line=number
            )
        yield line


@contextmanager
def _text(path: str, source: str) -> Iterator[TextIO]:
    """The file as text; bytes that are not UTF-8 come as lone surrogates.

    UTF-16, which spreadsheets write, is named as such.
    """
    with opened(path) as raw:
        if raw.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            raise DataError(_("this is UTF-16 text"), _("save it as UTF-8"), file=source, line=1)
        raw.seek(0)
        yield io.TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")


def _shown(cell: str) -> str:
    text = repr(cell.strip())
    return text if len(text) <= 40 else f"{text[:37]}...'"
