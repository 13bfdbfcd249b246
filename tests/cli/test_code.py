"""`conspect code`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from conspect.cli.code_ import command


def test_it_writes_the_program_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "program.py"
    result = CliRunner().invoke(command, ["-o", str(target)])
    assert result.exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("import numpy as np\n")


def test_json_is_refused() -> None:
    result = CliRunner().invoke(command, ["--json"])
    assert result.exit_code == 2
    assert "no JSON form" in result.output


@pytest.mark.parametrize("form", ["latex", "markdown", "pdf"])
def test_explain_has_the_forms_of_paper(form: str, tmp_path: Path) -> None:
    from conspect.cli.explain import command as explain

    target = tmp_path / "lesson"
    result = CliRunner().invoke(explain, ["--to", form, "-o", str(target)])
    assert result.exit_code == 0
    beginnings = {"latex": b"\\documentclass", "markdown": b"# One step", "pdf": b"%PDF"}
    assert target.read_bytes().startswith(beginnings[form])
