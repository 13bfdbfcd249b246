"""NumPy's BLAS is found, works, and has its threads back afterwards."""

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

import conspect as cs
from conspect.engines import blas
from conspect.engines.job import Job


@pytest.fixture
def found() -> blas.Blas:
    found = blas.find()
    if found is None:
        pytest.skip("this NumPy's BLAS cannot be called")
    return found


@pytest.fixture
def counted(found: blas.Blas, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A BLAS with four threads; what it is set to is remembered."""
    numbers = [4]
    threads = (lambda: numbers[-1], numbers.append)
    monkeypatch.setattr(blas, "find", lambda: replace(found, threads=threads))
    yield numbers
    assert not blas._before


def test_products_have_addresses(found: blas.Blas) -> None:
    assert found.gemm.keys() == {"float32", "float64"}
    assert all(found.gemm.values())


def test_a_function_of_another_kind_is_not_taken_for_a_product() -> None:
    library = ctypes.CDLL(None)
    assert blas._gemm(library, "no_such_function", "float64", 64) == 0


def test_threads_come_back_when_the_last_is_done(counted: list[int]) -> None:
    with blas.one_thread():
        other = blas.one_thread()
        with other:
            assert counted[-1] == 1
        assert counted[-1] == 1
    assert counted[-1] == 4


def test_threads_come_back_whoever_ends_first(counted: list[int]) -> None:
    begun, ended = threading.Event(), threading.Event()

    def train() -> None:
        with blas.one_thread():
            begun.set()
            ended.wait()

    with blas.one_thread():
        thread = threading.Thread(target=train)
        thread.start()
        begun.wait()
    assert counted[-1] == 1
    ended.set()
    thread.join()
    assert counted[-1] == 4


@pytest.mark.parametrize(("units", "threads"), [(10, 1), (600, 4)])
def test_only_large_products_take_threads(counted: list[int], units: int, threads: int) -> None:
    net = cs.Network([cs.Dense(units), cs.Dense(1)], inputs=100, loss=cs.SquaredError())
    rows = np.zeros((100, 100))
    with Job(net, rows, rows[:, :1], None, batch_size=100, epochs=1).threads():
        assert counted[-1] == threads
    assert counted[-1] == 4
