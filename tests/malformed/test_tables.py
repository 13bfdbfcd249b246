"""Tables that are wrong in hundreds of ways: rows that can be trained on, or one clear line."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import conspect as cs
from conspect.data import prepare, read
from conspect.errors import ConspectError
from conspect.rows import target_rows

ROWS = [
    [f"{i}.5", f"{i % 4}", "red" if i % 3 else "blue", "cat" if i % 2 else "dog"] for i in range(9)
]
TABLE = [["size", "legs", "colour", "kind"], *ROWS]

CELLS = [
    "", "x", "1e999", "nan", "NaN", "-", "1,5", '"', '"a', 'a"b', "=cmd|' /C calc'!A0", "\x00", "é",
    "1_0", "0x1F", "∞", "1e5e", "--1", "9" * 400, "٣", "1.5.2", "true", "__import__('os')",
    "\ud800", "{}", "[1]", "\t", ";", "1 000", "$5", "-0", "1e-999", "a,b",
]  # fmt: skip


def text(table: list[list[str]], separator: str = ",", end: str = "\n") -> bytes:
    return "".join(separator.join(row) + end for row in table).encode("utf-8", "surrogatepass")


def changed_cells() -> Iterator[bytes]:
    for row in (0, 1, 5, 9):
        for column in range(4):
            for cell in CELLS:
                table = [list(cells) for cells in TABLE]
                table[row][column] = cell
                yield text(table)


def changed_rows() -> Iterator[bytes]:
    for row in range(len(TABLE)):
        for made in (
            TABLE[row][:-1], [*TABLE[row], "1"], [], [""], ["# a comment"], TABLE[0],
            TABLE[row] * 2, ['"' + ",".join(TABLE[row])], [""] * 4, [" "] * 4,
        ):  # fmt: skip
            yield text([*TABLE[:row], made, *TABLE[row + 1 :]])
            yield text([*TABLE[:row], made, *TABLE[row:]])


def changed_files() -> Iterator[bytes]:
    whole = text(TABLE)
    yield from (whole[:length] for length in range(0, len(whole), 5))
    for coding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp500"):
        yield whole.decode().encode(coding)
    yield from (text(TABLE, separator) for separator in (";", "\t", "|", ":", " ", ", ", ",,"))
    yield from (text(TABLE, end=end) for end in ("\r\n", "\r", "\n\n", "\x0b", "\u2028"))
    for place in range(0, len(whole), 3):
        yield whole[:place] + b"\xff" + whole[place + 1 :]
    yield b"a," * 20_000 + b"b\n" + b"1," * 20_000 + b"2\n"
    yield b"x" * 1_000_000 + b",kind\n1,cat\n"
    yield b"size,kind\n" + b'"' * 100_001
    yield b"PK\x03\x04" + bytes(100)
    yield b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield b"{}\n"
    yield b"<html></html>\n"


NETWORK = cs.Network([cs.Dense(2), cs.Softmax()], 4, cs.CrossEntropy())


def outcome(file: Path) -> str:
    """What is said about a file; nothing if its rows can be trained on."""
    try:
        table = read(str(file))
        preparation, table = prepare(table, NETWORK, targets=["kind"])
        x = preparation.input_rows(table, (4,))
        y = target_rows(preparation.target_rows(table), len(x), 2, NETWORK.loss)
    except ConspectError as error:
        return str(error)
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()
    return ""


def outcomes(file: Path, contents: Iterator[bytes]) -> list[str]:
    """What is said about each: one line with the file's name, or nothing."""
    said = []
    for content in contents:
        file.write_bytes(content)
        said.append(outcome(file))
    assert all(file.name in line and "\n" not in line for line in said if line)
    return said


@pytest.mark.parametrize("changed", [changed_cells, changed_rows, changed_files])
def test_csv(changed: Callable[[], Iterator[bytes]], tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    assert outcomes(file, iter([text(TABLE)])) == [""]
    said = outcomes(file, changed())
    assert sum(map(bool, said)) > 0.4 * len(said)
    assert list(tmp_path.iterdir()) == [file]


def changed_parquets(whole: bytes) -> Iterator[bytes]:
    yield from (whole[:length] for length in range(0, len(whole), 29))
    for place in range(0, len(whole), 13):
        yield whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]


def test_parquet(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(
        {name: [row[i] for row in ROWS] for i, name in enumerate(TABLE[0])}
    ).with_columns(polars.col("size", "legs").cast(polars.Float64))
    made = io.BytesIO()
    frame.write_parquet(made)
    file = tmp_path / "table.parquet"
    assert outcomes(file, iter([made.getvalue()])) == [""]
    said = outcomes(file, changed_parquets(made.getvalue()))
    assert sum(map(bool, said)) > 0.4 * len(said)
    odd: dict[str, list[object]] = {
        "a list": [[1, 2]],
        "a structure": [{"a": 1}],
        "a date": [date(2020, 1, 1)],
    }
    for what, value in odd.items():
        frame.with_columns(polars.Series("legs", value * len(ROWS))).write_parquet(file)
        assert "column 'legs' holds" in outcome(file), what
    frame.head(0).write_parquet(file)
    assert "there are no rows" in outcome(file)
