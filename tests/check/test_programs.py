"""The checker on programs as people write them: wrong ones are named, right ones pass."""

import pytest

from conspect.check.findings import Report
from tests.check.corpus import Program, plain, programs
from tests.check.judging import judged

# What the checker does not see yet, and why; each is worth an evening.
GAPS = {
    "svm_hinge.py": "an update in both branches of an if",
}
KNOWN = [program for program in programs() if program.file not in GAPS]


def _report(program: Program, text: str) -> Report:
    return judged(plain(program.file, text), program.file)


def _causes(report: Report) -> list[str]:
    return [mistake.cause for mistake in report.mistakes]


@pytest.mark.parametrize("program", [p for p in KNOWN if p.causes], ids=lambda p: p.file)
def test_wrong(program: Program) -> None:
    report = _report(program, program.text)
    assert report.verdict == "wrong"
    assert set(_causes(report)[:2]) & set(program.causes), _causes(report)
    rows = plain(program.file, program.text).splitlines()
    shown = [rows[mistake.line - 1] for mistake in report.mistakes[:2]]
    assert any(part in row for part in program.at for row in shown), shown


@pytest.mark.parametrize("program", KNOWN, ids=lambda p: p.file)
def test_right_or_mended(program: Program) -> None:
    report = _report(program, program.mended)
    assert (report.verdict, _causes(report)) == ("right", [])


def test_gaps_are_programs() -> None:
    assert set(GAPS) <= {program.file for program in programs()}
