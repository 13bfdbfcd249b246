"""From whatever people have their data in to a table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from conspect.data import generators
from conspect.data.archive import read_archive
from conspect.data.delimited import read_delimited
from conspect.data.frames import from_frame
from conspect.data.parquet import read_parquet
from conspect.data.table import Table, from_arrays
from conspect.errors import DataError
from conspect.language import _
from conspect.registry import nearest

SETS = Path(__file__).parent / "sets"


def read(
    source: Any, *, categories: Iterable[str] = (), rows: int | None = None, seed: int = 0
) -> Table:
    """The table in a file, an embedded set, arrays or a data frame.

    Args:
        source: the path of a CSV, TSV, Parquet or NPZ file (`-` is CSV on standard input); the name
            of an embedded set: iris, digits, moons, circles, spirals, xor; arrays by name; an array
            of rows; a data frame.
        categories: columns of a CSV or TSV file that hold words even if they look like numbers.
        rows, seed: how many points a generated set has, and where they are drawn from.

    Raises:
        DataError: there is no table in it; the line says where and why.
        FileAccessError: the file cannot be opened.

    >>> iris = read("iris")
    >>> len(iris), iris.targets
    (150, ('species',))
    """
    if isinstance(source, Table):
        return source
    if isinstance(source, Mapping):
        return from_arrays({str(name): np.asarray(array) for name, array in source.items()})
    if isinstance(source, np.ndarray):
        return from_arrays({"x": source})
    if not isinstance(source, str | Path):
        return from_frame(source)
    name = str(source)
    if name in GENERATED:
        return GENERATED[name](seed=seed, **({} if rows is None else {"rows": rows}))
    if name in SHIPPED:
        return SHIPPED[name]()
    if name == "-":
        return read_delimited(name, categories=categories)
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise DataError(
            _("unknown kind of data {name!r}").format(name=name),
            nearest(name, [*GENERATED, *SHIPPED])
            if not Path(name).suffix
            else _("give a file that ends in {endings}").format(endings=", ".join(READERS)),
        )
    return reader(name, categories)


def _iris() -> Table:
    table = read_delimited(str(SETS / "iris.csv"))
    return replace(table, source="iris", lines=None, targets=("species",))


def _digits() -> Table:
    return replace(read_archive(str(SETS / "digits.npz")), source="digits", targets=("digit",))


GENERATED: dict[str, Callable[..., Table]] = {
    "moons": generators.moons,
    "circles": generators.circles,
    "spirals": generators.spirals,
    "xor": generators.xor,
}
SHIPPED: dict[str, Callable[[], Table]] = {"iris": _iris, "digits": _digits}


def _delimited(separator: str | None, name: str, categories: Iterable[str]) -> Table:
    return read_delimited(name, separator=separator, categories=categories)


READERS: dict[str, Callable[[str, Iterable[str]], Table]] = {
    ".csv": partial(_delimited, None),
    ".tsv": partial(_delimited, "\t"),
    ".parquet": lambda name, _: read_parquet(name),
    ".npz": lambda name, _: read_archive(name),
}
