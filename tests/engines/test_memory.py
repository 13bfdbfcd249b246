"""What training holds in memory: its data once, and nothing once it is done."""

import gc
import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

import conspect as cs
from conspect.training import Settings, fit


@pytest.fixture
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    yield
    tracemalloc.stop()


def network(inputs: int) -> cs.Network:
    layers = [cs.Dense(4), cs.ReLU(), cs.Dense(3), cs.Softmax()]
    return cs.Network(layers, inputs, cs.CrossEntropy(), cs.Adam())


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize(("validation", "most"), [(0.0, 0.3), (0.2, 1.3)])
def test_rows_are_held_once_beside_the_users_own(validation: float, most: float) -> None:
    random = np.random.default_rng(0)
    x = random.random((4000, 200), dtype=np.float32)
    y = random.integers(0, 3, len(x))
    settings = Settings(batch_size=100, shuffle=True, dtype="float32", validation=validation)
    # What is imported on the way is no data.
    fit(network(200), x[:200], y[:200], settings, engine="buffered")
    before, _ = tracemalloc.get_traced_memory()
    fit(network(200), x, y, settings, engine="buffered")
    _, peak = tracemalloc.get_traced_memory()
    assert (peak - before) / x.nbytes < most


@pytest.mark.usefixtures("traced")
def test_fits_leave_nothing_behind() -> None:
    random = np.random.default_rng(0)
    x, y = random.random((50, 20)), random.integers(0, 3, 50)

    def held_after(fits: int) -> int:
        for seed in range(fits):
            fit(network(20), x, y, Settings(epochs=2, batch_size=10, seed=seed), engine="buffered")
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    first = held_after(5)
    assert held_after(20) - first < 20_000
