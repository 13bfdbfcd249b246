"""Malformed command lines: one line on stderr, nothing on stdout, the right exit code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conspect.cli.main import _run
from conspect.files import EXAMPLE

NET = "net.toml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a sound network file, a file and a folder; the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / NET).write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "folder").mkdir()
    yield tmp_path
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder", NET], "half-written"


WRONG: list[tuple[list[str], int, str]] = [
    # options with a wrong value
    (["explain", NET, "--digits", "0"], 2, "'0' is not a whole number from 1 to 17"),
    (["explain", NET, "--digits", "18"], 2, "'18' is not a whole number from 1 to 17"),
    (["explain", NET, "--digits", "six"], 2, "'six' is not a whole number from 1 to 17"),
    (["explain", NET, "--digits", "2.5"], 2, "'2.5' is not a whole number from 1 to 17"),
    (["--digits", "0"], 2, "'0' is not a whole number from 1 to 17; see: conspect --help"),
    (["explain", NET, "--epoch", "-1"], 2, "'-1' is not a whole number from 0 on"),
    (["explain", NET, "--epoch", "1.5"], 2, "'1.5' is not a whole number from 0 on"),
    (["explain", NET, "--epoch", ""], 2, "'' is not a whole number from 0 on"),
    (["explain", NET, "--batch", "0"], 2, "'0' is not a whole number from 1 on"),
    (["explain", NET, "--batch", "2"], 2, f"{NET}: there is no batch 2; the last one of an epoch"),
    (["explain", NET, "--seed", "-1"], 2, "'-1' is not a whole number from 0 on"),
    (["--seed", "1e3", "explain", NET], 2, "'1e3' is not a whole number from 0 on"),
    (["explain", NET, "--to", "word"], 2, "'word' is not one of"),
    (["train", NET, "--epochs", "many"], 2, "'many' is not a whole number from 0 on"),
    (["draw", NET, "--epochs", "0"], 2, "'0' is not a whole number from 1 to 100"),
    # endings that no format has
    (["-o", "mine.docx"], 2, "mine.docx: no format has the ending .docx; choose one of: html, "),
    (
        ["explain", NET, "-o", "mine.docx"],
        2,
        "mine.docx: no format has the ending .docx; choose one of: html, ",
    ),
    (
        ["draw", NET, "-o", "net.jpg"],
        2,
        "net.jpg: no format has the ending .jpg; choose one of: gif, pdf, png, svg",
    ),
    (
        ["play", NET, "--no-open", "-o", "x.pdf"],
        2,
        "x.pdf: no format has the ending .pdf; choose one of: html",
    ),
    (
        ["check", "train.py", "-q", "-o", "x.md"],
        2,
        "x.md: no format has the ending .md; choose one of: html, text",
    ),
    # options that there are not, that lack a value, that contradict each other
    (["explain", NET, "--nope"], 2, "No such option '--nope'"),
    (["explain", NET, "--digit", "3"], 2, "'--digits'"),
    (["explain", NET, "--show"], 2, "'--show' requires an argument"),
    (["--output"], 2, "'--output' requires an argument"),
    (["-x"], 2, "No such option '-x'; see: conspect --help"),
    (["explain", NET, "--json", "--to", "text"], 2, "--json and --to text contradict each other"),
    (["--json", "explain", NET, "--to", "text"], 2, "--json and --to text contradict each other"),
    (["explain", NET, "more.toml"], 2, "unexpected extra argument (more.toml)"),
    # verbs that there are not
    (["explian", NET], 2, "unknown verb 'explian'; did you mean 'explain'?"),
    (["EXPLAIN", NET], 2, "unknown verb 'EXPLAIN'; did you mean 'explain'?"),
    ([NET], 2, f"unknown verb '{NET}'; to explain a network: conspect explain {NET}"),
    (["main"], 2, "unknown verb 'main'"),
    ([""], 2, "unknown verb ''"),
    # names that the step does not have
    (["explain", NET, "--show", "W9"], 2, "there is no 'W9' in this step; "),
    (["explain", NET, "--show", "w1"], 2, "there is no 'w1' in this step; did you mean 'W1'?"),
    (["explain", NET, "--show", "new_b1"], 2, "there is no 'new_b1' in this step; did you mean"),
    (["explain", NET, "--show", "weights"], 2, "there is no 'weights' in this step; choose one of"),
    (["explain", NET, "--show", "W1[0,1]"], 2, "no element 'W1[0,1]'; the last one is W1[2,2]"),
    (["explain", NET, "--show", "W1[3,1]"], 2, "no element 'W1[3,1]'; the last one is W1[2,2]"),
    (["explain", NET, "--show", "W1[1]"], 2, "no element 'W1[1]'; the last one is W1[2,2]"),
    (["explain", NET, "--show", "b1[1,1]"], 2, "no element 'b1[1,1]'; the last one is b1[2]"),
    (["explain", NET, "--show", f"W1[{'9' * 30},1]"], 2, "the last one is W1[2,2]"),
    (["explain", NET, "--show", "loss[1]"], 2, "loss is one number, without indices"),
    (["explain", NET, "--show", "W1[-1,1]"], 2, "'W1[-1,1]' is no name; write NAME or NAME[i,j]"),
    (["explain", NET, "--show", "W1[a,b]"], 2, "'W1[a,b]' is no name; write NAME or NAME[i,j]"),
    (["explain", NET, "--show", "W1["], 2, "'W1[' is no name; write NAME or NAME[i,j]"),
    (["explain", NET, "--show", ""], 2, "'' is no name; write NAME or NAME[i,j]"),
    (["explain", NET, "--show", "W1\n[1]\r"], 2, "there is no element"),
    # files that cannot be opened or written
    (["explain", "missing.toml"], 4, "missing.toml: cannot be read: No such file"),
    (["check", "missing.py"], 4, "missing.py: cannot be read: No such file"),
    (["explain", "folder"], 4, "folder: cannot be read: "),
    (["explain", f"{NET}/below"], 4, f"{NET}/below: cannot be read: "),
    (["explain", "x" * 5000], 4, "cannot be read: "),
    (["explain", "-"], 4, "<stdin>: cannot be read: "),
    (["explain", NET, "-o", "missing/x.txt"], 4, "missing/x.txt: cannot be written: "),
    (["explain", NET, "-o", "folder"], 4, "folder: cannot be written: "),
    (["explain", NET, "-o", f"{NET}/below"], 4, f"{NET}/below: cannot be written: "),
    (["explain", NET, "--json", "-o", "missing/x.json"], 4, "missing/x.json: cannot be written: "),
    (["-o", "folder"], 4, "folder: cannot be written: "),
]


@pytest.mark.parametrize(("arguments", "code", "says"), WRONG)
def test_one_line_says_what_is_wrong(
    arguments: list[str],
    code: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", ClosedInput())
    assert _run(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("conspect: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert says in err


class ClosedInput:
    """A standard input that cannot be read."""

    @property
    def buffer(self) -> "ClosedInput":
        return self

    def read(self) -> bytes:
        raise OSError(5, "Input/output error")


def test_debug_shows_the_traceback() -> None:
    with pytest.raises(Exception, match="cannot be read"):
        _run(["explain", "missing.toml", "--debug"])


def test_a_name_gives_the_terminal_no_orders(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(["explain", "\x1b]0;pwned\x07\x1b[31mno\u202esuch.toml"]) == 4
    said = capsys.readouterr().err
    assert said.startswith(
        "conspect: \\x1b]0;pwned\\x07\\x1b[31mno\\u202esuch.toml: cannot be read: "
    )
