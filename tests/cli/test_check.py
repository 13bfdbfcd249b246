"""`conspect check`: what goes where, and the exit codes. (What is found: tests/check.)"""

import json
from pathlib import Path

import pytest
from tests.check.report.reports import ALL, WRONG

from conspect.check import examine
from conspect.check.findings import Report
from conspect.cli.main import _run, main


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, Report]:
    """What a check finds here, under the key `report`."""
    held = {"report": WRONG}
    monkeypatch.setattr("conspect.check.sources.read_sources", lambda file: [])
    monkeypatch.setattr(examine, "check_file", lambda file, sources, options=None: held["report"])
    return held


@pytest.mark.parametrize(("name", "code"), [("right", 0), ("wrong", 1), ("unclear", 2)])
def test_the_exit_code_is_the_verdict(
    name: str, code: int, found: dict[str, Report], capsys: pytest.CaptureFixture[str]
) -> None:
    found["report"] = ALL[name]
    assert _run(["check", "train.py"]) == code
    out, err = capsys.readouterr()
    assert out.startswith("Check of train.py\n\nVERDICT\n")
    assert err.count("\n") == 1  # that it runs with one's own rights


@pytest.mark.usefixtures("found")
def test_a_notebook_runs_as_jupyter_would_run_it(capsys: pytest.CaptureFixture[str]) -> None:
    _run(["check", "train.ipynb"])
    assert (
        capsys.readouterr().err
        == "train.ipynb runs with your own rights, as Jupyter would run it\n"
    )


@pytest.mark.usefixtures("found")
def test_quiet_says_no_more_than_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    _run(["check", "train.py", "-q"])
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    "arguments", [["-o", "report.html"], ["--to", "html", "-o", "report"], ["-o", "REPORT.HTM"]]
)
def test_a_page(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(["check", "train.py", "-q", *arguments]) == 1
    [file] = tmp_path.iterdir()
    assert file.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.usefixtures("found")
def test_text_in_a_file(tmp_path: Path) -> None:
    assert _run(["check", "train.py", "-q", "-o", str(tmp_path / "report.txt")]) == 1
    assert (tmp_path / "report.txt").read_text("utf-8").startswith("Check of train.py\n")


@pytest.mark.usefixtures("found")
def test_json_has_the_keys_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(["check", "train.py", "-q", "--json", "--lang", "ru"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {"verdict", "loss", "scale", "parameters", "mistakes", "notes"} <= set(told)
    assert {"name", "verdict", "relative_error"} <= set(told["parameters"][0])
    keys = {"cause", "parameters", "file", "line", "message", "fix", "evidence", "cell"}
    assert keys <= set(told["mistakes"][0])


@pytest.mark.usefixtures("found")
def test_russian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"):
        main(["check", "train.py", "-q", "--lang", "ru"])
    assert "ВЫВОД" in capsys.readouterr().out
