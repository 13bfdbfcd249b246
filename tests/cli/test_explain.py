"""`conspect explain`: the formats, by name and by the name of the file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from conspect.cli.explain import command


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
