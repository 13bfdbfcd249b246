"""Arrays that are larger than memory live in temporary files, and are worked on piece by piece."""

import math
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import FileAccessError, reason
from conspect.language import _

Floats = npt.NDArray[np.float64]

# Rows that are worked on at once.
PIECE = 65_536


def room(shape: tuple[int, ...], *, on_disk: bool) -> Floats:
    """Room for numbers; on disk, as long as someone looks at it.

    Raises:
        FileAccessError: the disk has no room.
    """
    if not on_disk:
        return np.empty(shape)
    try:
        with tempfile.TemporaryFile(prefix="conspect-") as file:
            if hasattr(os, "posix_fallocate"):
                # Claimed at once: a full disk is an error here, not a crash later on.
                os.posix_fallocate(file.fileno(), 0, 8 * math.prod(shape))
            return np.memmap(file, np.float64, "w+", shape=shape)
    except OSError as error:
        raise FileAccessError(
            _("no room for large data in {folder}: {reason}").format(
                folder=tempfile.gettempdir(), reason=reason(error)
            ),
            _("set TMPDIR to a folder with room"),
        ) from None


def pieces(rows: int) -> Iterator[slice]:
    """The rows in order, a piece at a time.

    >>> [piece.stop for piece in pieces(100_000)]
    [65536, 100000]
    """
    for start in range(0, rows, PIECE):
        yield slice(start, min(start + PIECE, rows))


def taken(x: Floats, rows: npt.NDArray[Any]) -> Floats:
    """Some of the rows, on disk if they are there already."""
    if not isinstance(x, np.memmap):
        chosen: Floats = x[rows]
        return chosen
    some = room((len(rows), *x.shape[1:]), on_disk=True)
    for piece in pieces(len(rows)):
        some[piece] = x[rows[piece]]
    return some
