"""CSV and TSV: what is read, and one clear line for whatever cannot be."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conspect.data.delimited import PIECE, read_delimited
from conspect.data.table import Table
from conspect.errors import ConspectError, DataError, FileAccessError


def read(folder: Path, content: str | bytes, **options: object) -> Table:
    file = folder / "data.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_delimited(str(file), **options)  # type: ignore[arg-type]


def test_numbers_words_and_missing_values(tmp_path: Path) -> None:
    table = read(tmp_path, "size,colour\n1.5,red\n,blue\n-2e3,NA\n")
    np.testing.assert_array_equal(table.columns["size"], [1.5, np.nan, -2000])
    assert table.columns["colour"].tolist() == ["red", "blue", None]
    assert table.lines is not None
    assert table.lines.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n3,4\n",
        "a;b\n1;2\n3;4\n",
        "a\tb\n1\t2\n3\t4\n",
        "a|b\n1|2\n3|4\n",
        "\ufeffa,b\n1,2\n3,4\n",
        "a,b\r\n1,2\r\n3,4\r\n",
        "a,b\r1,2\r3,4\r",
        "a,b\n1,2\n\n3,4",
        '"a","b"\n"1","2"\n"3","4"\n',
        " a , b \n 1 , 2 \n 3 , 4 \n",
    ],
    ids=["commas", "semicolons", "tabs", "bars", "bom", "crlf", "cr", "blank", "quoted", "spaces"],
)
def test_the_same_table_in_many_forms(tmp_path: Path, content: str) -> None:
    table = read(tmp_path, content)
    assert list(table.columns) == ["a", "b"]
    np.testing.assert_array_equal(list(table.columns.values()), [[1, 3], [2, 4]])


def test_a_quoted_cell_may_hold_separators_and_line_ends(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,n\n"Doe, ""J""\nJr.",1\nx,2\n')
    assert table.columns["name"].tolist() == ['Doe, "J"\nJr.', "x"]
    assert table.lines is not None
    assert table.lines.tolist() == [3, 4]


def test_without_a_header_columns_are_numbered(tmp_path: Path) -> None:
    assert list(read(tmp_path, "5.1,3.5,setosa\n4.9,3.0,setosa\n").columns) == ["1", "2", "3"]


def test_numbers_of_columns_are_a_header(tmp_path: Path) -> None:
    table = read(tmp_path, "0,1,2\n5,6,7\n")
    assert list(table.columns) == ["0", "1", "2"]
    assert len(table) == 1


def test_a_category_may_look_like_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, "zip,n\n01234,1\nW1,2\n", categories=["zip"])
    assert table.columns["zip"].tolist() == ["01234", "W1"]


def test_pieces_join(tmp_path: Path) -> None:
    rows = PIECE + 3
    table = read(tmp_path, "n\n" + "".join(f"{i}\n" for i in range(rows)))
    np.testing.assert_array_equal(table.columns["n"], np.arange(rows))


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", None, "empty"),
        ("a,b\n", None, "no rows"),
        ("a,b\n1,2\n3\n", 3, "1 cell"),
        ("a,b\n1,2\n3,4,5\n", 3, "3 cells"),
        ("a,a\n1,2\n", 1, "two columns 'a'"),
        ("a,b\n1,2\n3,oops\n", 3, "'oops' among numbers"),
        ("a,b\n1,x\n3,4\n", 3, "number 4 among words ('x' in line 2)"),
        ("a,b\n1,2\n1_0,4\n", 3, "'1_0' among numbers"),
        ("a,b\n1,2\ninf,4\n", 3, "'inf' among numbers"),
        ("a,b\n1,2\n1e999,4\n", 3, "too large"),
        ('a,b\n1,"2\n3,4\n', 3, "quotation mark"),
        ('a;b\n1;2\n"1,5";4\n', 3, "'1,5' among numbers"),
        ('a;b\n"1,5";4\n"2,5";4\n', 2, "decimal comma"),
        (b"a,b\n1,2\nx\xff,4\n", 3, "not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), 1, "UTF-16"),
        (b"PAR1\x15\x04\x15\xc0\xff\n", 1, "not UTF-8"),
        ("a,b\n" + "x" * 200_000 + ",1\n", 2, "quotation mark"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(
    tmp_path: Path, content: str | bytes, line: int | None, said: str
) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, content)
    text = str(caught.value)
    assert said in text
    assert "\n" not in text
    assert caught.value.line == line
    assert caught.value.file.endswith("data.csv")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="cannot be read"):
        read_delimited(str(tmp_path / "none.csv"))


@given(st.text(alphabet='a1,";\n\r\t |.-e\ufeff\x00é', max_size=40))
def test_any_text_is_a_table_or_one_line(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            table = read(Path(folder), text)
        except ConspectError as error:
            said = str(error)
            lengths = set()
        else:
            said = ""
            lengths = {len(values) for values in table.columns.values()}
    assert "\n" not in said
    assert bool(said) != (len(lengths) == 1)
