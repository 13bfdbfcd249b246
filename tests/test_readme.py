"""Every command and every output in the README, executed.

In a `console` block, a line that begins with `$ ` is a command and the lines below it are what it
prints; a line of three dots stands for any lines, three dots within a line for any text. A `toml`
block is the file that its first line names. `python` blocks are doctests.
"""

import doctest
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from conspect.cli.main import _run
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.registry import find
from conspect.rule import Rule
from conspect.schedules import Schedule

README = Path(__file__).parent.parent / "README.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)
# The commands of a block are run one after the other, in one folder.
COMMANDS = [
    re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
    for kind, block in BLOCKS
    if kind == "console"
]


def _pattern(wanted: str) -> str:
    lines = []
    for line in wanted.splitlines():
        if line == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(r".*".join(re.escape(part) for part in line.split("...")) + r"[ ]*\n")
    return "".join(lines)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for kind, block in BLOCKS:
        name = re.match(r"# ([\w.]+)\n", block)
        if kind == "toml" and name:
            (tmp_path / name[1]).write_text(block, encoding="utf-8")
    shutil.copytree(README.parent / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "90")
    return tmp_path


@pytest.mark.parametrize("commands", COMMANDS, ids=[commands[0][0] for commands in COMMANDS])
def test_commands_print_what_is_shown(
    commands: list[tuple[str, str]], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert os.getcwd() == str(folder)
    for command, wanted in commands:
        program, *arguments = shlex.split(command)
        assert program == "conspect"
        _run(arguments)
        out, err = capsys.readouterr()
        assert re.fullmatch(_pattern(wanted), out or err), out or err


RULES: dict[tuple[str, ...], type[Rule]] = {
    ("layers", "activations"): Layer,
    ("losses",): Loss,
    ("optimizers",): Optimizer,
    ("schedules",): Schedule,
}


@pytest.mark.parametrize("rows", RULES, ids=" and ".join)
def test_every_rule_is_named(rows: tuple[str, ...]) -> None:
    base = RULES[rows]
    named = re.findall(rf"^\| (?:{'|'.join(rows)}) \|(.*)\|$", README.read_text("utf-8"), re.M)
    assert find(base.__module__, base).keys() <= set(re.findall(r"\w+", " ".join(named)))


def test_python_gives_what_is_shown() -> None:
    text = "\n".join(block for kind, block in BLOCKS if kind == "python")
    test = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert not said, "".join(said)


def test_the_two_commands_are_those_of_the_set_up() -> None:
    [commands] = [block for kind, block in BLOCKS if kind == "sh"]
    assert ".venv/bin/pip install -q . && .venv/bin/conspect\n" in commands
    assert ".venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest -q\n" in commands
