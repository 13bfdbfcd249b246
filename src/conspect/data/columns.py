"""How one column becomes inputs: a number, scaled; or a word, one of several."""

from collections import Counter
from typing import Literal, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from conspect.data.table import Table
from conspect.errors import DataError
from conspect.language import _

Floats = npt.NDArray[np.float64]
Scale = Literal["none", "standard", "range"]
Missing = Literal["error", "drop", "fill"]

# A column of words is refused as a category if it has more different ones than this and more than
# one for every two rows: it is a name or a number with a unit, then, that no network learns from.
MOST_WORDS = 20


class NumberColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="number"):
    """A column of numbers: (value − centre) / scale.

    Attributes:
        name: of the column.
        centre, scale: 0 and 1 where nothing is scaled.
        fill: what stands for a missing value; None if there must be none.
    """

    name: str
    centre: float = 0.0
    scale: float = 1.0
    fill: float | None = None

    @property
    def width(self) -> int:
        """How many inputs the column makes."""
        return 1

    def titles(self) -> list[str]:
        """What the inputs are called."""
        return [self.name]

    def inputs(self, table: Table, rows: slice) -> Floats:
        """The inputs of some rows, shape (rows, 1)."""
        if table.is_words(self.name):
            raise table.error(
                rows.start,
                _("column {name!r} holds words, but the model was trained on numbers").format(
                    name=self.name
                ),
            )
        values = table.columns[self.name][rows]
        absent = np.isnan(values)
        if absent.any():
            if self.fill is None:
                raise missing_error(table, self.name, rows.start + int(absent.argmax()))
            values = np.where(absent, self.fill, values)
        if not np.isfinite(values).all():
            row = rows.start + int((~np.isfinite(values)).argmax())
            raise table.error(
                row,
                _("column {name!r} holds an infinity").format(name=self.name),
                _("mend the cell"),
            )
        scaled: Floats = ((values - self.centre) / self.scale)[:, None]
        return scaled


class WordColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="words"):
    """A column of words: an input for each of them, 1 where it stands, else 0.

    Attributes:
        name: of the column.
        words: those there are, in the order of the inputs.
        fill: what stands for a missing word; None if there must be none.
    """

    name: str
    words: tuple[str, ...]
    fill: str | None = None

    @property
    def width(self) -> int:
        """How many inputs the column makes."""
        return len(self.words)

    def titles(self) -> list[str]:
        """What the inputs are called."""
        return [f"{self.name}={word}" for word in self.words]

    def inputs(self, table: Table, rows: slice) -> Floats:
        """The inputs of some rows, shape (rows, words)."""
        made = np.zeros((rows.stop - rows.start, len(self.words)))
        place = {word: i for i, word in enumerate(self.words)}
        for row, word in enumerate(words_of(table, self.name)[rows]):
            known = self.fill if word is None else word
            if known is None:
                raise missing_error(table, self.name, rows.start + row)
            if known not in place:
                raise table.error(
                    rows.start + row,
                    _("column {name!r} holds {word!r}, which the model does not know").format(
                        name=self.name, word=known
                    ),
                    _("it knows {words}").format(
                        words=", ".join(self.words[:8]) + " …" * (len(self.words) > 8)
                    ),
                )
            made[row, place[known]] = 1
        return made


Column: TypeAlias = NumberColumn | WordColumn


def column(table: Table, name: str, scale: Scale, missing: Missing) -> Column:
    """How a column of the table becomes inputs.

    Args:
        table: the rows that are trained on.
        name: of the column.
        scale: `standard` for mean 0 and deviation 1, `range` for 0 to 1.
        missing: with `fill`, the mean stands for missing numbers, the commonest word for words.
    """
    if table.is_words(name):
        return _word_column(table, name, missing)
    values = table.columns[name]
    there = values[~np.isnan(values)] if missing == "fill" else values
    if not there.size:
        raise DataError(
            _("column {name!r} has no values").format(name=name),
            _("leave it out"),
            file=table.source,
        )
    fill = float(there.mean()) if missing == "fill" else None
    with np.errstate(all="ignore"):
        centre, width = {
            "none": lambda: (0.0, 1.0),
            "standard": lambda: (float(there.mean()), float(there.std())),
            "range": lambda: (float(there.min()), float(np.ptp(there))),
        }[scale]()
    # A constant column stays 0, and what is missing or infinite is said when it is used.
    usable = np.isfinite([centre, width]).all()
    return NumberColumn(
        name, centre if usable else 0.0, width if usable and width > 0 else 1.0, fill
    )


def _word_column(table: Table, name: str, missing: Missing) -> WordColumn:
    counts = Counter(word for word in table.columns[name] if word is not None)
    if not counts:
        raise DataError(
            _("column {name!r} has no values").format(name=name),
            _("leave it out"),
            file=table.source,
        )
    if len(counts) > MOST_WORDS and 2 * len(counts) > len(table):
        raise DataError(
            _("column {name!r} holds {words} different words in {rows} rows").format(
                name=name, words=len(counts), rows=len(table)
            ),
            _("leave it out: --ignore {name}").format(name=name),
            file=table.source,
        )
    fill = counts.most_common(1)[0][0] if missing == "fill" else None
    return WordColumn(name, tuple(sorted(counts)), fill)


def words_of(table: Table, name: str) -> npt.NDArray[np.object_]:
    """The words of a column; numbers become words as they are written: 3, not 3.0.

    >>> words_of(Table({"k": np.array([3.0, 1.5])}), "k").tolist()
    ['3', '1.5']
    """
    values = table.columns[name]
    if table.is_words(name):
        return values
    words = np.empty(len(values), dtype=object)
    words[:] = [None if value != value else number_name(value) for value in values.tolist()]
    return words


def number_name(value: float) -> str:
    """A number as a class is called: 3, not 3.0."""
    return str(int(value)) if value.is_integer() else repr(value)


def missing_error(table: Table, name: str, row: int) -> DataError:
    """The complaint about a missing value."""
    return table.error(
        row,
        _("column {name!r} has no value here").format(name=name),
        _("mend it, or say what to do about it: --missing drop, --missing fill"),
    )
