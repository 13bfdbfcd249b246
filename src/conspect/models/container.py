"""The bytes of a model file. Nothing in them is ever run.

    magic      8 bytes   `conspect`
    version    4         of the format
    length     8         of the rest
    SHA-256   32         of the rest
    the rest:  8         the length of the header
               …         the header: JSON, UTF-8
               …         the arrays, one after the other, little-endian, in C order

Numbers are little-endian. The header says name, type and shape of each array.
"""

import hashlib
import math
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.language import _

MAGIC = b"conspect"
VERSION = 1

_PREFIX = struct.Struct("<8sIQ32s")
_LENGTH = struct.Struct("<Q")
# A header is read only up to this length, so that it cannot fill the memory.
LONGEST_HEADER = 64 * 2**20

ElementType = Literal["<f8", "<f4", "<i8"]
Arrays = Mapping[str, npt.NDArray[Any]]


class ArrayEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the header says of an array."""

    name: str
    dtype: ElementType
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return math.prod(self.shape) * np.dtype(self.dtype).itemsize


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The header: what the arrays are, and whatever else there is to say, as JSON can hold it."""

    arrays: tuple[ArrayEntry, ...]
    content: dict[str, Any]


def pack(content: Mapping[str, Any], arrays: Arrays) -> list[bytes]:
    """The pieces of a file, in order.

    Args:
        content: what JSON can hold.
        arrays: float64, float32 or int64, by name.
    """
    values = {name: _little_endian(array) for name, array in arrays.items()}
    entries = tuple(
        ArrayEntry(name, value.dtype.newbyteorder("<").str, value.shape)  # type: ignore[arg-type]
        for name, value in values.items()
    )
    header = msgspec.json.encode(Header(entries, dict(content)))
    rest = [_LENGTH.pack(len(header)), header, *(value.tobytes() for value in values.values())]
    digest = hashlib.sha256()
    for piece in rest:
        digest.update(piece)
    length = sum(map(len, rest))
    return [_PREFIX.pack(MAGIC, VERSION, length, digest.digest()), *rest]


def _little_endian(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.asarray(array, dtype=np.asarray(array).dtype.newbyteorder("<"), order="C")


def is_model(start: bytes) -> bool:
    """Whether a file that begins like this is a model file, broken or not."""
    return start[: len(MAGIC)] == MAGIC


def unpack(raw: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """The content and the arrays of a file; the arrays can be written to.

    Raises:
        InputError: it is no model file, a newer one, or not as it was written.
    """
    if not is_model(raw):
        raise InputError(_("not a model file"), _("give what `conspect train -o` wrote"))
    if len(raw) < _PREFIX.size:
        raise InputError(_("the model file is cut short"), _mend())
    _magic, version, length, digest = _PREFIX.unpack_from(raw)
    if version > VERSION:
        raise InputError(
            _(
                "the model file has format {version}, newer than {known}, the newest known here"
            ).format(version=version, known=VERSION),
            _("install a newer conspect"),
        )
    rest = memoryview(raw)[_PREFIX.size :]
    if version < 1 or length != len(rest) or hashlib.sha256(rest).digest() != digest:
        raise InputError(_("the model file is damaged: its checksum does not fit"), _mend())
    header, begin = _header(rest)
    return header.content, _arrays(header.arrays, rest, begin)


def _mend() -> str:
    return _("copy it anew, or take the one before it, which ends in .previous")


def _header(rest: memoryview) -> tuple[Header, int]:
    if len(rest) < _LENGTH.size:
        raise InputError(_("the model file has no header"), _mend())
    [length] = _LENGTH.unpack_from(rest)
    if length > min(LONGEST_HEADER, len(rest) - _LENGTH.size):
        raise InputError(
            _("the model file's header is longer than the file, or than is read"), _mend()
        )
    end = _LENGTH.size + length
    try:
        return msgspec.json.decode(rest[_LENGTH.size : end], type=Header), end
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(
            _("the model file's header is wrong: {error}").format(error=error), _mend()
        ) from None
    except RecursionError:
        raise InputError(_("the model file's header is nested too deep"), _mend()) from None


def _arrays(
    entries: Sequence[ArrayEntry], rest: memoryview, begin: int
) -> dict[str, npt.NDArray[Any]]:
    """The arrays, if they fill the file exactly."""
    sizes = [entry.size for entry in entries]
    if any(n < 0 for entry in entries for n in entry.shape) or begin + sum(sizes) != len(rest):
        raise InputError(_("the model file's arrays are not as long as its header says"), _mend())
    arrays: dict[str, npt.NDArray[Any]] = {}
    for entry, size in zip(entries, sizes, strict=True):
        if entry.name in arrays:
            raise InputError(
                _("the model file has two arrays {name!r}").format(name=entry.name), _mend()
            )
        part = np.frombuffer(rest[begin : begin + size], entry.dtype)
        try:
            arrays[entry.name] = part.reshape(entry.shape).astype(part.dtype.newbyteorder("="))
        except ValueError:
            # More dimensions than NumPy has.
            raise InputError(
                _("the array {name!r} has no possible shape").format(name=entry.name), _mend()
            ) from None
        begin += size
    return arrays
