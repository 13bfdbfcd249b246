"""`conspect draw`: pictures and films from the command line."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from conspect.cli.draw import command
from conspect.errors import InputError

NETWORK = """\
[network]
inputs = 2
loss = "half_squared_error"

[[layers]]
type = "dense"
units = 1
activation = "relu"
weights = [[0.5], [0.25]]
bias = 1.0
"""
DATA = "[data]\ninputs = [[1.0, 2.0]]\ntargets = [[0.0]]\n"


def _drawn(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    ElementTree.fromstring(result.output)
    return result.output


def test_left_to_itself_it_draws_the_example_with_its_numbers() -> None:
    drawn = _drawn()
    assert "0.8581" in drawn
    assert "0.85814894" in _drawn("--digits", "8")
    assert "W1[1,1]" in drawn


def test_what_chooses_the_picture() -> None:
    assert "0.8581" not in _drawn("--what", "bare")
    assert "dW1[1,1]" in _drawn("--what", "gradients")


def test_a_network_without_data_is_drawn_bare(tmp_path: Path) -> None:
    file = tmp_path / "net.toml"
    file.write_text(NETWORK)
    assert "W1[2,1]" in _drawn(str(file), "--what", "bare")
    with pytest.raises(InputError, match="no data"):
        _drawn(str(file))


def test_later_epochs_have_other_numbers(tmp_path: Path) -> None:
    file = tmp_path / "net.toml"
    file.write_text(NETWORK + DATA)
    assert ">2<" in _drawn(str(file))
    assert ">0.8<" in _drawn(str(file), "--epoch", "1")


def test_a_film_shows_as_many_epochs_as_are_asked_for() -> None:
    epochs = re.findall(r">(Epoch \d+): forward<", _drawn("--film", "--epochs", "2"))
    assert epochs == ["Epoch 1", "Epoch 2"]
    later = re.findall(r">(Epoch \d+): update<", _drawn("--film", "--epochs", "1", "--epoch", "4"))
    assert later == ["Epoch 5"]


def test_the_picture_goes_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "net.svg"
    CliRunner().invoke(command, ["-o", str(file)], catch_exceptions=False)
    assert file.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["-o", "net.png"], b"\x89PNG"),
        (["-o", "net.PDF"], b"%PDF-"),
        (["--to", "png", "-o", "picture"], b"\x89PNG"),
        (["--film", "--epochs", "1", "-o", "net.gif"], b"GIF89a"),
        (["--film", "--to", "svg", "-o", "net.gif"], b"<svg"),
        (["-o", "net"], b"<svg"),
    ],
)
def test_the_file_s_name_decides_the_format(
    arguments: list[str], start: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(command, arguments, catch_exceptions=False)
    [file] = tmp_path.iterdir()
    assert file.name == arguments[-1]
    assert file.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "net.gif"], "a GIF is made of a film; add --film, or choose png"),
        (["--film", "--to", "png"], "a film cannot be png; choose one of: svg, gif"),
    ],
)
def test_what_cannot_move_and_what_has_to(arguments: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_there_is_no_picture_in_json() -> None:
    assert CliRunner().invoke(command, ["--json"]).exit_code == 2
