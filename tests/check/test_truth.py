"""Every program is what the table says it is, shown without the checker."""

import pytest

from tests.check.corpus import Program, programs
from tests.check.truth import Trial

PROGRAMS = [program for program in programs() if program.proven]
WRONG = [program for program in PROGRAMS if program.causes]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.file)
def test_right_or_mended(program: Program) -> None:
    assert Trial(program, program.mended).deviation() < 1e-5


@pytest.mark.parametrize("program", WRONG, ids=lambda program: program.file)
def test_wrong(program: Program) -> None:
    assert program.lines
    try:
        deviation = Trial(program, program.text).deviation()
    except (NameError, ValueError):
        return
    assert deviation > 1e-3
