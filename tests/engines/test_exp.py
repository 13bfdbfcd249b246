"""The compiled engine's own exponential, in single precision, against NumPy's in double."""

from typing import Any

import numpy as np
from numba import njit

from conspect.engines.compiled.kernels.exp_float32 import LEAST, MOST, exp


@njit
def _exponentials(values: Any, results: Any) -> None:
    for i in range(values.size):
        results[i] = exp(values[i])


def _of(values: Any) -> Any:
    values = np.asarray(values, "float32")
    results = np.empty_like(values)
    _exponentials(values, results)
    return results


def test_it_is_the_nearest_number_or_the_one_beside_it() -> None:
    values = np.linspace(LEAST, MOST, 200_001, dtype="float32")
    exact = np.exp(values.astype("float64"))
    assert np.max(np.abs(_of(values) - exact) / np.spacing(exact.astype("float32"))) < 1


def test_its_ends_are_those_of_the_normal_numbers() -> None:
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(np.nextafter(MOST, np.float32(np.inf))))
    assert np.exp(np.nextafter(LEAST, np.float32(-np.inf))) < np.finfo("float32").tiny
    beyond = [np.nextafter(LEAST, np.float32(-100)), -1e3, -np.inf]
    assert not _of(beyond).any()
    assert np.isposinf(_of([np.nextafter(MOST, np.float32(100)), 1e3, np.inf])).all()
    assert np.isnan(_of([np.nan])).all()
    assert _of([0, -0.0]).tolist() == [1, 1]
