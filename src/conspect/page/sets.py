"""The embedded sets of data that are small enough for a page, as text."""

import csv
import io
from functools import cache

from conspect.data import read
from conspect.data.table import Table

# So many points make a picture; more would only make the page large.
_POINTS = 80
_DECIMALS = 3


@cache
def tables() -> dict[str, str]:
    """CSV by the names of the sets, the target in the last column.

    >>> tables()["xor"].splitlines()[0]
    'x1,x2,class'
    """
    generated = ("xor", "moons", "circles", "spirals")
    found = {name: read(name, rows=_POINTS) for name in generated} | {"iris": read("iris")}
    return {name: _text(table) for name, table in found.items()}


def _text(table: Table) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    columns = [name for name in table.columns if name not in table.targets]
    columns += table.targets
    writer.writerow(columns)
    for row in zip(*(table.columns[name].tolist() for name in columns), strict=True):
        writer.writerow([_cell(value) for value in row])
    return written.getvalue()


def _cell(value: object) -> str:
    return f"{round(value, _DECIMALS):g}" if isinstance(value, float) else str(value)
