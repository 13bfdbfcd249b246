"""The verdict on programs of the corpus, and on the smallest that there can be."""

from pathlib import Path

import msgspec
import pytest

from conspect.check.findings import CAUSES, Report
from conspect.check.run import run
from conspect.cli.main import _run

RIGHT = """
w, b = 0.5, 0.0
for x, y in [(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)] * 3:
    error = w * x + b - y
    w -= 0.05 * error * x
    b -= 0.05 * error
"""
EDITS = {
    "constant_factor": ("error * x", "error * x * 2"),
    "wrong_sign": ("b -= ", "b += "),
}


def _check(folder: Path, source: str) -> Report:
    file = folder / "program.py"
    file.write_text(source, encoding="utf-8")
    outcome = run(str(file))
    assert outcome.report is not None, outcome.ending
    return msgspec.json.decode(outcome.report, type=Report)


def test_a_right_program_is_right(tmp_path: Path) -> None:
    report = _check(tmp_path, RIGHT)
    assert (report.verdict, report.mistakes, report.exit_code) == ("right", [], 0)
    assert [p.name for p in report.parameters] == ["w", "b"]
    assert report.scale == pytest.approx(0.05)


@pytest.mark.parametrize("cause", EDITS)
def test_a_mistake_is_named_on_its_line(cause: str, tmp_path: Path) -> None:
    old, new = EDITS[cause]
    report = _check(tmp_path, RIGHT.replace(old, new))
    assert report.verdict == "wrong"
    assert [(m.cause, m.line) for m in report.mistakes] == [(cause, 6 if "b" in new else 5)]
    assert {m.cause for m in report.mistakes} <= set(CAUSES)


def test_what_updates_nothing_is_unclear(tmp_path: Path) -> None:
    report = _check(tmp_path, "print(sum([1.0, 2.0]))\n")
    assert (report.verdict, report.exit_code) == ("unclear", 2)
    assert report.reason


def test_a_loss_may_be_given(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(RIGHT, encoding="utf-8")
    for expression, is_right in {"(w * x + b - y) ** 2": True, "abs(error) ** 3": False}.items():
        outcome = run(str(file), options={"loss": expression})
        assert outcome.report is not None
        report = msgspec.json.decode(outcome.report, type=Report)
        assert report.loss is not None
        assert (report.loss.expression, report.loss.origin) == (expression, "given")
        assert (report.verdict == "right") is is_right


@pytest.mark.parametrize(
    ("expression", "trouble"),
    [
        ("nonsense", "name 'nonsense' is not defined"),
        ("(w * x", "was never closed"),
        ("y * 2.0", "no parameter has a part in it"),
    ],
)
def test_a_loss_that_cannot_be_worked_out(
    expression: str, trouble: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "program.py"
    file.write_text(RIGHT, encoding="utf-8")
    assert _run(["check", str(file), "-q", "--loss", expression]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert repr(expression) in err
    assert trouble in err
    assert "np.mean((out - y) ** 2)" in err


def test_elements_are_counted_from_1(tmp_path: Path) -> None:
    source = HIDDEN.replace(">=", ">").replace("(out - y) * ", "(out - y) * x[0, 1] * ")
    program = source.replace("0.01 * x.T @", "0.01 * x.T[::-1] @")
    [mistake] = _check(tmp_path, program).mistakes
    assert mistake.worked is not None
    assert mistake.worked.element in ("w[1,1]", "w[2,1]")


LOST_UPDATE = RIGHT.replace("    b -= 0.05 * error\n", "    b - 0.05 * error\n")
HIDDEN = """
import numpy as np
x, y = np.array([[1.0, 2.0]]), np.array([[3.0]])
w = np.array([[0.5], [0.25]])
for _ in range(4):
    out = np.maximum(x @ w, 0)
    w = w - 0.01 * x.T @ ((out - y) * (out >= 0))
"""


def test_what_no_gradient_shows(tmp_path: Path) -> None:
    for source, cause, line in (
        (LOST_UPDATE, "parameter_never_updated", 6),
        (HIDDEN, "relu_mask_wrong", 7),
    ):
        report = _check(tmp_path, source)
        assert report.verdict == "wrong"
        assert [(m.cause, m.line) for m in report.mistakes] == [(cause, line)]
    assert _check(tmp_path, HIDDEN.replace(">=", ">")).verdict == "right"
