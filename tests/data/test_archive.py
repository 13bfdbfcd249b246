"""NPZ: arrays by name, and hostile archives refused without a byte of theirs run."""

import io
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from conspect.data.archive import read_archive
from conspect.errors import ConspectError, DataError, LimitError


def test_arrays_become_columns(tmp_path: Path) -> None:
    file = tmp_path / "data.npz"
    images = np.arange(24, dtype=np.uint8).reshape(3, 2, 4)
    np.savez(file, image=np.asfortranarray(images), kind=np.array(["a", "b", "a"]))
    table = read_archive(str(file))
    assert table.groups["image"][-1] == "image8"
    np.testing.assert_array_equal(
        np.stack([table.columns[n] for n in table.groups["image"]], 1), images.reshape(3, 8)
    )
    assert table.columns["kind"].tolist() == ["a", "b", "a"]


def member(header: str, data: bytes = b"") -> bytes:
    """A .npy file with this header."""
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


GOOD = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"

HOSTILE = {
    "pickle": member("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"cos\nsystem\n."),
    "short": member(GOOD, bytes(15)),
    "long": member(GOOD, bytes(17)),
    "huge": member("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"),
    "negative": member("{'descr': '<f8', 'fortran_order': False, 'shape': (-2,), }", bytes(16)),
    "bool shape": member("{'descr': '<f8', 'fortran_order': False, 'shape': (True,), }", bytes(8)),
    "code": member("__import__('os').system('true')", bytes(16)),
    "no keys": member("{}", bytes(16)),
    "void": member("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,)}", bytes(16)),
    "complex": member("{'descr': '<c16', 'fortran_order': False, 'shape': (1,)}", bytes(16)),
    "long header": member(GOOD + " " * 60_000, bytes(16)),
    "deep header": member("(" * 3000, bytes(16)),
    "wrong magic": b"NUMPY" + bytes(20),
    "version": b"\x93NUMPY\x09\x00" + bytes(20),
    "empty": b"",
    "scalar": member("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", bytes(8)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_members(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "data.npz"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../x.npy", HOSTILE[kind])
    with pytest.raises(DataError) as caught:
        read_archive(str(file))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.parent.glob("x.npy")) == []


def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", bytes(1000))
    # The directory at the end says how large the member becomes: 4 GB here.
    content = bytearray(raw.getvalue())
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = b"\xfe\xff\xff\xff"
    file = tmp_path / "data.npz"
    file.write_bytes(content)
    with pytest.raises((LimitError, DataError)):
        read_archive(str(file))


def test_every_truncation_and_many_flips_are_one_line(tmp_path: Path) -> None:
    whole = io.BytesIO()
    np.savez(whole, x=np.arange(6.0).reshape(3, 2), y=np.array(["a", "b", "c"]))
    content = whole.getvalue()
    file = tmp_path / "data.npz"
    broken = [content[:length] for length in range(0, len(content), 7)]
    for place in range(0, len(content), 3):
        flipped = bytearray(content)
        flipped[place] ^= 0xFF
        broken.append(bytes(flipped))
    complaints = [complaint(file, case) for case in broken]
    assert not any("\n" in text for text in complaints)
    assert sum(map(bool, complaints)) > len(broken) / 2


def complaint(file: Path, content: bytes) -> str:
    """What is said about the content; nothing if it can be read."""
    file.write_bytes(content)
    try:
        read_archive(str(file))
    except ConspectError as error:
        return str(error)
    return ""
