"""Parquet, through polars. What does not fit into memory is read piece by piece."""

from typing import Any

from conspect.data.frames import from_frame
from conspect.data.large import PIECE, pieces, room
from conspect.data.memory import memory
from conspect.data.raw import opened
from conspect.data.table import Table, Values
from conspect.errors import ConspectError, DataError, MissingExtraError
from conspect.language import _

# The part of the memory that a file may fill as float64; beyond it, it goes through the disk.
SHARE_OF_MEMORY = 0.25


def read_parquet(path: str, *, most: int | None = None) -> Table:
    """The table in a Parquet file.

    A larger one than memory is turned, a piece at a time, into columns of float64 in a temporary
    file, which the table then shows without holding them.

    Args:
        path: of the file.
        most: how many bytes the table may take in memory; left out, a quarter of it.

    Raises:
        DataError: the file is no Parquet, or a column holds neither numbers nor words.
        FileAccessError: the file cannot be opened.
        MissingExtraError: polars is not installed.
    """
    try:
        import polars as pl
    except ImportError:
        raise MissingExtraError("polars", extra="data") from None
    with opened(path):
        pass
    allowed = int(SHARE_OF_MEMORY * memory()) if most is None else most
    try:
        scan = pl.scan_parquet(path, glob=False)
        schema = scan.collect_schema()
        rows = scan.select(pl.len()).collect().item()
        if 8 * rows * len(schema) <= allowed:
            return from_frame(scan.collect(), path)
        return Table(_mapped(pl, scan, list(schema.items()), rows, path), path)
    except ConspectError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DataError(
            _("not a Parquet file: {reason}").format(reason=reason), file=path
        ) from None


def _mapped(
    pl: Any, scan: Any, schema: list[tuple[str, Any]], rows: int, source: str
) -> dict[str, Values]:
    """The columns in a temporary file, as long as someone looks at them."""
    for name, dtype in schema:
        if not (dtype.is_numeric() or dtype == pl.Boolean):
            raise DataError(
                _("column {name!r} holds {dtype}, but this file is larger than memory").format(
                    name=name, dtype=dtype
                ),
                _("write its words as numbers"),
                file=source,
            )
    matrix = room((rows, len(schema)), on_disk=True)
    for piece in pieces(rows):
        part = scan.slice(piece.start, PIECE).select(pl.all().cast(pl.Float64)).collect()
        matrix[piece] = part.to_numpy()
    return {name: matrix[:, i] for i, (name, _) in enumerate(schema)}
