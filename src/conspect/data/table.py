"""A table: named columns of equal length, each of numbers or of words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from conspect.errors import DataError
from conspect.language import _
from conspect.registry import nearest

Floats = npt.NDArray[np.float64]

#: numbers, NaN where one is missing; or words (dtype object), None where one is missing
Values: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of equal length.

    Args:
        columns: values by name: float64 with NaN where one is missing, or str with None.
        source: what errors call it: the file's name.
        lines: the line of each row in the file, from 1; where rows are not lines, left out.
        groups: columns that one name stands for: those of a two-dimensional array.
        targets: what the table itself says its targets are.

    >>> table = Table({"x": np.array([1.0, 2.0]), "kind": np.array(["a", "b"], dtype=object)})
    >>> len(table), table.is_words("kind")
    (2, True)
    """

    columns: Mapping[str, Values]
    source: str = ""
    lines: npt.NDArray[np.intp] | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def is_words(self, name: str) -> bool:
        """Whether a column holds words, not numbers."""
        return self.columns[name].dtype == object

    def missing(self, name: str) -> npt.NDArray[np.bool_]:
        """Where the values of a column are missing."""
        values = self.columns[name]
        if self.is_words(name):
            return np.array([value is None for value in values], dtype=bool)
        return np.isnan(values)

    def expanded(self, names: Iterable[str]) -> list[str]:
        """The columns that these names stand for; an array's name stands for all its columns.

        Raises:
            DataError: there is no such column; the line names the nearest.
        """
        found: list[str] = []
        for name in names:
            if name in self.columns:
                found.append(name)
            elif name in self.groups:
                found.extend(self.groups[name])
            else:
                known = [*self.columns, *self.groups]
                raise DataError(
                    _("there is no column {name!r}").format(name=name),
                    nearest(name, known),
                    file=self.source,
                )
        return found

    def rows(self, chosen: npt.NDArray[Any] | slice) -> "Table":
        """The table of some of the rows: their numbers from 0, a mask, or a slice."""
        return Table(
            {name: values[chosen] for name, values in self.columns.items()},
            self.source,
            None if self.lines is None else self.lines[chosen],
            self.groups,
            self.targets,
        )

    def error(self, row: int, message: str, mend: str = "") -> DataError:
        """A complaint about a row, counted from 0: with its line, or its number."""
        if self.lines is not None:
            return DataError(message, mend, file=self.source, line=int(self.lines[row]))
        return DataError(
            _("row {row}: {message}").format(row=row + 1, message=message), mend, file=self.source
        )


def number_columns(name: str, array: npt.NDArray[Any]) -> tuple[str, ...]:
    """The names of the columns that an array makes: its own, or numbered from 1.

    >>> number_columns("x", np.zeros((4, 2)))
    ('x1', 'x2')
    """
    if array.ndim == 1:
        return (name,)
    return tuple(f"{name}{i}" for i in range(1, array[0].size + 1)) if len(array) else ()


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]], source: str = "") -> Table:
    """A table of arrays by name; what has more than one dimension makes a column a number.

    Raises:
        DataError: an array holds no numbers or words, or they differ in length.

    >>> table = from_arrays({"x": np.zeros((4, 2)), "y": np.array(["a", "b", "a", "b"])})
    >>> list(table.columns)
    ['x1', 'x2', 'y']
    """
    columns: dict[str, Values] = {}
    groups: dict[str, tuple[str, ...]] = {}
    rows = {name: len(array) if array.ndim else 0 for name, array in arrays.items()}
    if not rows or not all(rows.values()):
        empty = next((name for name, count in rows.items() if not count), "")
        raise DataError(
            _("the array {name!r} has no rows").format(name=empty)
            if empty
            else _("there are no arrays"),
            _("give arrays with a row a sample"),
            file=source,
        )
    if len(set(rows.values())) > 1:
        told = ", ".join(
            _("{name} has {count}").format(name=name, count=count) for name, count in rows.items()
        )
        raise DataError(
            _("the arrays differ in their number of rows: {told}").format(told=told),
            _("give a row a sample in each"),
            file=source,
        )
    for name, array in arrays.items():
        values = as_values(array, name, source)
        names = number_columns(name, values)
        for taken in set(names) & set(columns):
            raise DataError(
                _("there are two columns {name!r}").format(name=taken),
                _("rename one"),
                file=source,
            )
        if values.ndim == 1:
            columns[name] = values
        else:
            groups[name] = names
            columns |= dict(zip(names, values.reshape(len(values), -1).T, strict=True))
    return Table(columns, source, groups=groups)


def as_values(array: npt.NDArray[Any], name: str, source: str = "") -> Values:
    """Numbers as float64, words as objects.

    Raises:
        DataError: neither numbers nor words.
    """
    if array.dtype.kind in "biuf":
        return array.astype(np.float64, copy=False)
    if array.dtype.kind == "U":
        return array.astype(object)
    if array.dtype.kind == "O" and all(v is None or isinstance(v, str) for v in array.flat):
        return array
    raise DataError(
        _("{name!r} holds {dtype}, neither numbers nor words").format(name=name, dtype=array.dtype),
        _("leave it out"),
        file=source,
    )
