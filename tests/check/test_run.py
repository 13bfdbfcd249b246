"""A program runs as `python FILE` would run it; what it made of that comes back as data."""

import json
import os
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest

from conspect.check.outcome import Outcome
from conspect.check.run import JudgementError, run, warning
from conspect.check.told import told
from conspect.language import speaking


@pytest.fixture(autouse=True)
def _tests_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def observe(file: str, **options: str) -> Outcome:
    return run(file, seconds=10, observer="tests.check.plain_observer", options=options)


def test_as_python_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "net.py").write_text(
        dedent(
            """
            import sys, os, inspect, json
            def f(): pass
            print(json.dumps([__name__, __file__, sys.argv, sys.path[0], os.getcwd(), __doc__,
                              inspect.getsource(f), sys.modules["__main__"].f is f]))
            """
        )
    )
    outcome = observe("project/net.py")
    assert json.loads(outcome.output) == [
        "__main__",
        "project/net.py",
        ["project/net.py"],
        str(folder),
        str(tmp_path),
        None,
        "def f(): pass\n",
        True,
    ]
    assert outcome.remarks == []
    assert [path.name for path in folder.iterdir()] == ["net.py"]


def test_a_notebook_goes_on_after_a_cell_that_fails(tmp_path: Path) -> None:
    cells = [
        "import os\n%cd ..\nprint(os.path.basename(os.getcwd()))",
        "x = 1\nx / 0",
        "display(x)",
        "get_ipython().run_line_magic('time', '')\nnothing",
    ]
    (tmp_path / "here").mkdir()
    file = tmp_path / "here" / "net.ipynb"
    file.write_text(
        json.dumps({"cells": [{"cell_type": "code", "source": text} for text in cells]})
    )
    outcome = observe(str(file))
    assert outcome.output == "here\n1\n"
    ending = outcome.ending
    assert (ending.kind, ending.cell, ending.line) == ("raised", 2, 2)
    assert ending.detail == "ZeroDivisionError: division by zero"
    assert ending.file == str(file)


def test_what_was_asked_is_remarked_in_the_readers_language(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("input('epochs? ')")
    assert observe(str(file)).remarks == ["input() was answered with '3'"]
    with speaking("ru"):
        assert "input()" in observe(str(file)).remarks[0]
        assert observe(str(file)).remarks != ["input() was answered with '3'"]


def test_a_mistake_of_ours_is_told_with_its_traceback(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("pass")
    with pytest.raises(JudgementError, match="deliberate"):
        observe(str(file), fail="deliberate")


def test_the_observer_may_stop_what_catches_everything(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("while True:\n    try:\n        stop()\n    except:\n        pass")
    outcome = observe(str(file))
    assert outcome.ending.kind == "enough"
    assert outcome.report is not None


def test_only_the_end_of_what_is_printed_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("print('я' * 100_000)\nprint('the end')")
    output = observe(str(file)).output
    assert output.endswith("я\nthe end\n")
    assert len(output.encode()) <= 64 * 1024 + 2


def test_only_data_come_back(tmp_path: Path) -> None:
    """A message that the program makes up is read as data, or not at all."""
    file = tmp_path / "net.py"
    forged = msgspec.json.encode({"ending": {"kind": "right"}})
    frame = len(forged).to_bytes(8, "big") + forged
    file.write_text(
        f"import os\nfor fd in range(3, 20):\n    try: os.write(fd, {frame!r})\n"
        "    except OSError: pass"
    )
    assert observe(str(file)).ending.kind == "vanished"


def test_stdin_is_a_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "program"
    file.write_text("import sys\nprint(sys.argv, sys.path[0])\n1 / 0")
    with file.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        outcome = observe("-")
    assert outcome.output == f"['-'] {os.getcwd()}\n"
    assert (outcome.ending.line, outcome.ending.file) == (3, "-")


def test_it_says_with_whose_rights_the_program_runs() -> None:
    assert "your own rights" in warning("net.py")


def test_every_ending_is_told_in_one_line() -> None:
    from typing import get_args

    from conspect.check.outcome import Ending, EndingKind

    for kind in get_args(EndingKind):
        for language in ("en", "ru"):
            with speaking(language):
                line = told(Ending(kind, "DETAIL {}"))
        assert line == " ".join(line.split())
        assert line
