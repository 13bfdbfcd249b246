"""`conspect explain`: the formats, by name and by the name of the file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from conspect.cli.explain import command
from conspect.cli.main import _run
from conspect.errors import InputError
from conspect.files import EXAMPLE


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["-o", "step.html"], "<!doctype html>"),
        (["-o", "step.HTM"], "<!doctype html>"),
        (["-o", "step.tex"], "\\documentclass"),
        (["-o", "step.md"], "# One step of training"),
        (["-o", "step.json"], "{"),
        (["-o", "step.svg"], "<svg "),
        (["-o", "step.txt"], "One step of training"),
        (["-o", "step"], "One step of training"),
        (["-o", "step.html", "--to", "markdown"], "# One step of training"),
        (["-o", "step.html", "--json"], "{"),
    ],
)
def test_the_file_s_name_decides_the_format(
    arguments: list[str], start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(command, [*arguments, "--show", "z1"], catch_exceptions=False)
    [file] = tmp_path.iterdir()
    assert file.read_text("utf-8").startswith(start)


@pytest.mark.parametrize(("name", "meant"), [("a2", "z2"), ("da2[1,1]", "dz2")])
def test_a_linear_layer_has_no_activation_to_show(name: str, meant: str, tmp_path: Path) -> None:
    linear = tmp_path / "linear.toml"
    linear.write_text(EXAMPLE.read_text().replace('"relu"', '"linear"'))
    with pytest.raises(InputError, match=f"in this step; did you mean '{meant}'?"):
        CliRunner().invoke(command, [str(linear), "--show", name], catch_exceptions=False)


def test_the_file_s_name_decides_without_a_verb_too(tmp_path: Path) -> None:
    page = tmp_path / "step.html"
    assert _run(["-o", str(page)]) == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
