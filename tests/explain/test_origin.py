"""Where a model's inputs come from: a table's columns, and how they became numbers."""

from pathlib import Path

import pytest

from conspect.cli.main import main

TABLE = "size,colour,price\n1,red,2\n,blue,3\n3,,4\n4,red,5\n"
NETWORK = """\
[network]
inputs = 3
loss = "half_squared_error"

[[layers]]
type = "dense"
units = 1

[training]
shuffle = false
"""


@pytest.fixture
def houses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """How to explain a model of a small table with gaps."""
    table, network, model = (tmp_path / name for name in ("t.csv", "t.toml", "t.conspect"))
    table.write_text(TABLE)
    network.write_text(NETWORK)
    told = ["train", str(network), "--data", str(table), "--target", "price", "-q"]
    told += ["--missing", "fill", "--scale", "range", "--epochs", "3", "-o", str(model)]
    _run(told)
    capsys.readouterr()
    return [str(model), "--data", str(table)]


def _run(told: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(told)
    assert ended.value.code == 0


def _said(told: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    _run(["explain", *told, "--digits", "3"])
    return [" ".join(row.split()) for row in capsys.readouterr().out.splitlines()]


def test_a_row_is_shown_as_the_data_has_it(
    houses: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _said([*houses, "--row", "4"], capsys)
    assert "Before, the model was trained for 3 epochs." in rows
    assert "Row 4 of t.csv, to be answered with price = 5." in rows
    assert "x[1,1] size 4 (4 − 1) / 3 = 1" in rows
    assert "x[1,2] colour=blue red 0" in rows
    assert "x[1,3] colour=red red 1" in rows


def test_what_was_missing_is_said(houses: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    rows = _said([*houses, "--row", "2"], capsys)
    assert "x[1,1] size none, filled with 2.67 (2.667 − 1) / 3 ≈ 0.556" in rows
    rows = _said([*houses, "--row", "3"], capsys)
    assert "x[1,3] colour=red none, filled with red 1" in rows


def test_of_several_rows_the_columns_are_shown(
    houses: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _said(houses, capsys)
    assert "x[n,1] size (value − 1) / 3" in rows
    assert "x[n,2] colour=blue 1 where it is so, else 0" in rows
