"""NPZ: NumPy's arrays by name in a zip archive. Never a pickle: nothing in it can run."""

import math
import re
import zipfile
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.data.memory import check_fits
from conspect.data.raw import file_name, opened
from conspect.data.table import Table, from_arrays
from conspect.errors import DataError
from conspect.language import _

# The longest header of an array that is read, in bytes; a true one takes about 120.
LONGEST_HEADER = 4096

# The header of an array of numbers or words, as NumPy writes it; never evaluated.
_HEADER = re.compile(
    r"\{'descr': '(?P<dtype>[<>|]?(b1|[iu][1248]|f[248]|U[1-9]\d{0,4}))', "
    r"'fortran_order': (?P<fortran>True|False), 'shape': \((?P<shape>[0-9, ]{0,200})\),? ?\}\s*"
)

# What zipfile raises for archives that are broken, or made to break it.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def read_archive(path: str) -> Table:
    """The table in an NPZ file: each array a column, or as many as it has numbers a row.

    Args:
        path: of the file; `-` is standard input.

    Raises:
        DataError: the file is no such archive, or an array in it is broken or no numbers.
        LimitError: its arrays would fill the memory.
        FileAccessError: the file cannot be opened.
    """
    source = file_name(path)
    try:
        with opened(path) as raw, zipfile.ZipFile(raw) as archive:
            return from_arrays(_arrays(archive, source), source)
    except _BROKEN as error:
        raise DataError(
            _("not an NPZ file: {error}").format(error=error),
            _("write it with numpy.savez"),
            file=source,
        ) from None


def _arrays(archive: zipfile.ZipFile, source: str) -> dict[str, npt.NDArray[Any]]:
    members = archive.infolist()
    check_fits(sum(member.file_size for member in members), source)
    arrays: dict[str, npt.NDArray[Any]] = {}
    for member in members:
        name = member.filename.removesuffix(".npy")
        if name in arrays:
            raise DataError(
                _("there are two arrays {name!r}").format(name=name), _("rename one"), file=source
            )
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DataError(
                _("{name!r} is packed in a way that NumPy does not use").format(name=name),
                _("write it with numpy.savez"),
                file=source,
            )
        with archive.open(member) as file:
            # Asked for as much as the member is said to hold, so that no more is ever unpacked.
            arrays[name] = _array(file.read(member.file_size), name, source)
        # A table holds its numbers in 8 bytes each.
        sizes = (array.size * max(array.itemsize, 8) for array in arrays.values())
        check_fits(sum(sizes), source)
    return arrays


def _array(raw: bytes, name: str, source: str) -> npt.NDArray[Any]:
    """An array from the bytes of a .npy file, its size checked before anything is made."""
    start, wide = raw[:8], raw[6:7] > b"\x01"
    length = int.from_bytes(raw[8 : 12 if wide else 10], "little")
    begin = (12 if wide else 10) + length
    if start[:6] != b"\x93NUMPY" or length > LONGEST_HEADER:
        raise DataError(
            _("{name!r} is no array").format(name=name), _("write it with numpy.savez"), file=source
        )
    header = _HEADER.fullmatch(raw[begin - length : begin].decode("latin1"))
    if header is None:
        raise DataError(
            _("array {name!r} holds neither numbers nor words").format(name=name),
            _("leave it out"),
            file=source,
        )
    dtype = np.dtype(header["dtype"])
    shape = tuple(int(size) for size in header["shape"].split(",") if size.strip())
    count = math.prod(shape)
    if count * dtype.itemsize != len(raw) - begin:
        raise DataError(
            _("array {name!r} is not as long as its header says").format(name=name),
            _("write it anew"),
            file=source,
        )
    values = np.frombuffer(raw, dtype, count, begin)
    return values.reshape(shape, order="F" if header["fortran"] == "True" else "C")
