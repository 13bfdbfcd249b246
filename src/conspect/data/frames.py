"""Data frames of any library (pandas, polars, pyarrow and more), through narwhals."""

from typing import Any

import numpy as np

from conspect.data.table import Table, Values
from conspect.errors import DataError, MissingExtraError
from conspect.language import _


def from_frame(frame: Any, source: str = "") -> Table:
    """The table in a data frame.

    Args:
        frame: of any library that narwhals knows.
        source: what errors call it.

    Raises:
        DataError: it is no data frame, or a column holds neither numbers nor words.
        MissingExtraError: narwhals is not installed.
    """
    try:
        import narwhals.stable.v1 as nw
    except ImportError:
        raise MissingExtraError("narwhals", extra="data") from None
    try:
        known = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise DataError(
            _("{kind} is no data frame").format(kind=type(frame).__name__),
            _("give arrays by name, or a data frame of pandas, polars or pyarrow"),
        ) from None
    if not len(known):
        raise DataError(_("there are no rows"), _("give a row a sample"), file=source)
    columns: dict[str, Values] = {}
    for column in known.iter_columns():
        name = str(column.name)
        if name in columns:
            raise DataError(
                _("there are two columns {name!r}").format(name=name), _("rename one"), file=source
            )
        columns[name] = _values(column, name, source, nw)
    return Table(columns, source)


def _values(column: Any, name: str, source: str, nw: Any) -> Values:
    dtype = column.dtype
    if dtype.is_numeric() or dtype == nw.Boolean:
        numbers = column.cast(nw.Float64).to_numpy()
        return np.array(numbers, dtype=np.float64)
    cells = column.to_list()
    if dtype in (nw.String, nw.Categorical, nw.Enum, nw.Object):
        words = [None if _absent(cell) else cell for cell in cells]
        if all(word is None or isinstance(word, str) for word in words):
            return np.array([*words, None], dtype=object)[:-1]
    if all(_absent(cell) for cell in cells):
        return np.full(len(cells), np.nan)
    raise DataError(
        _("column {name!r} holds {dtype}, neither numbers nor words").format(
            name=name, dtype=dtype
        ),
        _("leave it out"),
        file=source,
    )


def _absent(cell: object) -> bool:
    return cell is None or cell != cell
