"""NPZ files broken and hostile by the hundred: one line each, nothing written, no memory filled."""

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from conspect.data.archive import read_archive
from conspect.errors import ConspectError

DTYPES = [
    *("<f8", ">f8", "<f2", "|u1", "<i8", "<U3", "|b1", "f8", "<U99999", "|U0", "<U0"),
    *("|O", "<c16", "|V8", "|S4", "<M8[ns]", "<m8", "<f16", "<g", "<f8,<f8", "", "x" * 300),
]
SHAPES = [
    *("(2,)", "(2, 1)", "()", "(0,)", "(2, 0)", "(1000000000000,)", "(4294967296, 4294967296)"),
    *("(-2,)", "(2.0,)", "(True,)", "2", "[2]", "(2,,)", "(" + "1, " * 40 + ")", "(__import__,)"),
]
NAMES = [
    *("../x", "/tmp/x", "..\\..\\x", "C:\\x", "x/../../y", "\x1b[2J", "a\nb", "x" * 5000, "."),
    *("file", "__class__", "x.npy", "%s", "{0}", "\u202eabc", "naïve", "x "),
]


def member(dtype: str, shape: str, data: bytes, *, version: int = 1, order: str = "False") -> bytes:
    """A .npy file that says this of itself."""
    header = f"{{'descr': {dtype!r}, 'fortran_order': {order}, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H", len(header)) + header + data


def array() -> bytes:
    """A .npy file as NumPy writes it."""
    made = io.BytesIO()
    np.save(made, np.arange(6.0).reshape(3, 2))
    return made.getvalue()


def archive(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED
) -> bytes:
    """A zip file with these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as opened:
        for name, content in members:
            opened.writestr(name, content)
    return made.getvalue()


def odd_arrays() -> Iterator[bytes]:
    """Arrays whose headers say all kinds of things, with too little, enough or too much behind."""
    for dtype, shape, length in product(DTYPES, SHAPES, (0, 16, 24)):
        yield archive(("x.npy", member(dtype, shape, bytes(length))))
    for version, order in product(range(5), ("True", "1", "'no'", "None")):
        yield archive(("x.npy", member("<f8", "(2,)", bytes(16), version=version, order=order)))


def odd_members() -> Iterator[bytes]:
    """Names that point outside, links, folders, members twice, passwords, strange methods."""
    for name in NAMES:
        yield archive((f"{name}.npy", array()))
        yield archive((name, array()), ("y.npy", array()))
    for mode in (stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFBLK):
        link = zipfile.ZipInfo("x.npy")
        link.external_attr = (mode | 0o777) << 16
        yield archive((link, b"/etc/passwd"))
        yield archive((link, array()))
    yield archive(("folder/", b""), ("folder/x.npy", array()))
    yield archive(("x.npy", archive(("x.npy", array()))))
    yield archive(("x.npy", array()), ("x", array()))
    yield archive(*[(f"{number}.npy", array()) for number in range(3000)])
    yield archive()
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        content = archive(("x.npy", array()), method=method)
        yield content
        yield from (content[:length] for length in range(0, len(content), 17))


def odd_directories() -> Iterator[bytes]:
    """The directory at the end says something else than the members: sizes, methods, places."""
    content = archive(("x.npy", array()), ("y.npy", array()))
    directory = content.index(b"PK\x01\x02")
    for place, value in product(
        range(directory, len(content), 2), (0x0000, 0x0001, 0x7FFF, 0xFFFF)
    ):
        yield content[:place] + struct.pack("<H", value) + content[place + 2 :]
    yield b"MZ" + bytes(500) + content
    yield content + bytes(500)
    yield content + content


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("contents", [odd_arrays, odd_members, odd_directories])
def test_one_line_or_finite_columns(contents: type[Iterator[bytes]], tmp_path: Path) -> None:
    file = tmp_path / "table.npz"
    said = []
    for content in contents():
        file.write_bytes(content)
        try:
            table = read_archive(str(file))
        except ConspectError as error:
            said.append(str(error))
            assert "table.npz" in said[-1]
            assert said[-1].isprintable(), said[-1]
            assert len(said[-1]) < 1000
        else:
            assert len({len(values) for values in table.columns.values()}) <= 1
    assert len(said) > 20
    assert [path.name for path in tmp_path.iterdir()] == ["table.npz"]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_takes_no_more_memory_than_it_admits(tmp_path: Path, method: int) -> None:
    content = bytearray(
        archive(("x.npy", member("|u1", "(99999872,)", bytes(10**8))), method=method)
    )
    # The directory at the end, and the member itself, say that it is small.
    for place in (content.rindex(b"PK\x01\x02") + 24, content.index(b"PK\x03\x04") + 22):
        content[place : place + 4] = struct.pack("<I", 1000)
    file = tmp_path / "table.npz"
    file.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises(ConspectError):
            read_archive(str(file))
        assert tracemalloc.get_traced_memory()[1] < 5e7
    finally:
        tracemalloc.stop()


def test_small_numbers_must_fit_as_large_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conspect.data.memory.memory", lambda: 10**6)
    file = tmp_path / "table.npz"
    np.savez(file, x=np.zeros((1000, 100), np.uint8), y=np.zeros(1000))
    with pytest.raises(ConspectError, match="more than half"):
        read_archive(str(file))
