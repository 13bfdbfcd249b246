"""Numba, imported quickly, is all there."""

import subprocess
import sys

import pytest

pytest.importorskip("scipy")

PROGRAM = """
import gc, sys
from conspect.engines.compiled.importing import import_numba

import_numba()
assert gc.isenabled()
assert "scipy.linalg" not in sys.modules, "imported for nothing"

import numba, numpy

@numba.njit
def product(left, right):
    return numpy.dot(left, right)

print(product(numpy.eye(2), numpy.full((2, 2), 3.0)).sum())
assert "scipy.linalg" in sys.modules, "not imported where it is used"
"""


def test_scipy_is_imported_where_it_is_used() -> None:
    found = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (found.stdout, found.stderr) == ("12.0\n", "")
