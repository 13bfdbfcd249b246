"""Malformed network files: one line each, with the file, the line, what is wrong, how to mend it.

`networks.txt` holds pairs: a line of the sound file below with what takes its place, and what is
said of it, beginning behind the file's name.
"""

from pathlib import Path

import pytest

from conspect.cli.main import _run

SOUND = """\
[network]
inputs = 2
loss = "half_squared_error"

[[layers]]
type = "dense"
units = 2
activation = "sigmoid"
weights = [[0.1, 0.3], [0.2, 0.4]]
bias = 1.0
trainable = ["weights"]

[[layers]]
type = "dense"
units = 1
activation = "relu"
weights = [[0.5], [0.6]]
bias = 1.0

[training]
learning_rate = 0.1

[data]
inputs = [[2.0, 3.0]]
targets = [[2.0]]
"""


def pairs() -> list[tuple[str, str]]:
    text = (Path(__file__).parent / "networks.txt").read_text(encoding="utf-8")
    return [(wrong, said) for wrong, said in (pair.split("\n") for pair in text[:-1].split("\n\n"))]


def said_of(content: str | bytes, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a network file that is wrong, behind its name."""
    file = folder / "net.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = _run(["explain", str(file)])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    start = f"conspect: {file}"
    assert err.startswith(start)
    return err.removeprefix(start).strip()


def changed(*changes: tuple[int, str]) -> str:
    """The sound file with other text for some of its lines."""
    lines = SOUND.split("\n")
    for number, text in changes:
        lines[number - 1] = text
    return "\n".join(lines)


@pytest.mark.parametrize(("wrong", "said"), pairs())
def test_one_line_changed(
    wrong: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, text = wrong.split(" |")
    content = changed((int(number), text.strip().replace("\\n", "\n")))
    assert said_of(content, tmp_path, capsys) == said


# What Python's own TOML reader says differs from version to version; place and mend do not.
@pytest.mark.parametrize(
    ("number", "text", "place", "mend"),
    [
        (1, "[network", ":1:9: ", "close the bracket"),
        (1, "[network]\n[network]", ":2:9: ", "keep one"),
        (6, 'type = "dense', ":6:14: ", "close the quotes, or take the sign away"),
        (6, "type : dense", ":6:6: ", "write key = value"),
        (6, 'type == "dense"', ":6:7: ", 'texts stand in quotes: "relu"; lists in brackets'),
        (7, "units =", ":7:8: ", 'texts stand in quotes: "relu"; lists in brackets'),
        (7, "units = two", ":7:9: ", 'texts stand in quotes: "relu"; lists in brackets'),
        (7, "units = 2\nunits = 3", ":8:10: ", "keep one"),
        (9, "weights = [[0.1, 0.3], [0.2, 0.4]", ":10:1: ", "close its bracket"),
        (
            10,
            "bias = 1.0, 2.0",
            ":10:11: ",
            "write one key = value a line; lists stand in brackets",
        ),
        (10, "= 1.0", ":10:1: ", "write key = value, or [table]"),
        (9, "weights = " + 5000 * "[" + 5000 * "]", ": ", "take some away"),
        (25, 'targets = """', ": ", "close the quotes or the brackets"),
    ],
)
def test_text_that_is_not_toml(
    number: int,
    text: str,
    place: str,
    mend: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = said_of(changed((number, text)), tmp_path, capsys)
    assert said.startswith(f"{place}not TOML")
    assert said.endswith(f"; {mend}")


NOTHING_TO_READ = [(number, "") for number in (23, 24, 25)]
SHARED = [(7, "units = 9"), (9, ""), (15, "units = 3"), (17, 'weights = "W1"')]
CLASSES = [(3, 'loss = "cross_entropy"'), (15, "units = 3"), (16, 'activation = "softmax"')]
YES_OR_NO = [(3, 'loss = "binary_cross_entropy"'), (16, 'activation = "sigmoid"')]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [(5, "[layers]"), (13, "[other]")],
            ":5: layers is no list of tables; begin each with [[layers]]",
        ),
        (
            [(5, "[[layer]]"), (13, "[[layer]]")],
            ":5: unknown key 'layer' in the file; did you mean 'layers'?",
        ),
        (
            NOTHING_TO_READ,
            ": there is no data to explain a step with; add [data] with inputs and targets, "
            "or give --data FILE",
        ),
        (
            SHARED,
            ":17: layer 2 (dense): W1 has shape (2, 9), but W[i,j] asks for (9, 3) here; only "
            "layers of the same sizes can share a parameter",
        ),
        (
            [*CLASSES, (17, ""), (25, "targets = [3]")],
            ":25: the target 3 is no class number; 3 outputs have classes 0 to 2",
        ),
        (
            [*CLASSES, (17, ""), (25, "targets = [[1, 1, 0]]")],
            ":25: a row of targets of cross_entropy holds shares that add up to 1",
        ),
        (
            [(21, "l2 = 0.1\nl2_by_rows = 0.1")],
            ":22: l2_by_rows is a second penalty on the same weights; keep one",
        ),
        (YES_OR_NO, ":25: targets of binary_cross_entropy go from 0 to 1"),
    ],
)
def test_several_lines_changed(
    changes: list[tuple[int, str]], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said_of(changed(*changes), tmp_path, capsys) == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ": the file lacks the key 'network'; add it"),
        (SOUND.encode("utf-16"), ":1: not UTF-8 text; save it as UTF-8"),
        (bytes(range(256)), ":2: not UTF-8 text; save it as UTF-8"),
        (b"[network]\n# caf\xe9\n", ":2: not UTF-8 text; save it as UTF-8"),
    ],
)
def test_bytes_that_are_no_text(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said_of(content, tmp_path, capsys) == said


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf" + SOUND.encode(), SOUND.replace("\n", "\r\n").encode()]
)
def test_a_byte_order_mark_and_other_line_ends_are_fine(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "net.toml").write_bytes(content)
    assert _run(["explain", str(tmp_path / "net.toml")]) == 0
    assert "loss_after" in capsys.readouterr().out


@pytest.mark.parametrize("number", ["1_000_000_000_000", "1" + 30 * "0"])
@pytest.mark.parametrize("line", [2, 7])
def test_sizes_beyond_any_memory(
    number: str, line: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "net.toml"
    file.write_text(changed((line, f"{'inputs' if line == 2 else 'units'} = {number}"), (9, "")))
    assert _run(["explain", str(file)]) == 3
    err = capsys.readouterr().err
    assert err.startswith(f"conspect: {file}:5: the network has ")
    assert err.endswith("at most 100,000,000 are possible: take fewer inputs or units\n")
