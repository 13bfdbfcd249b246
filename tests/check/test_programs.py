"""The checker on programs as people write them: wrong ones are named, right ones pass."""

import pytest

from conspect.check.findings import Report
from tests.check.corpus import Program, plain, programs
from tests.check.judging import judged

PROGRAMS = programs()


def _report(program: Program, text: str) -> Report:
    return judged(plain(program.file, text), program.file)


def _causes(report: Report) -> list[str]:
    return [mistake.cause for mistake in report.mistakes]


@pytest.mark.parametrize("program", [p for p in PROGRAMS if p.causes], ids=lambda p: p.file)
def test_wrong(program: Program) -> None:
    report = _report(program, program.text)
    assert report.verdict == "wrong"
    assert set(_causes(report)[:2]) & set(program.causes), _causes(report)
    rows = plain(program.file, program.text).splitlines()
    shown = [rows[mistake.line - 1] for mistake in report.mistakes[:2]]
    assert any(part in row for part in program.at for row in shown), shown


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.file)
def test_right_or_mended(program: Program) -> None:
    report = _report(program, program.mended)
    assert (report.verdict, _causes(report)) == ("right", [])
