"""A training that is stopped, stored and resumed ends with the bits of one that never was."""

from pathlib import Path

import numpy as np
import pytest

import conspect as cs
from conspect.models import Model, load, save
from conspect.optimizers import Optimizer
from conspect.registry import find
from conspect.schedules import Schedule
from conspect.training import Settings, TrainingState, fit, loop

GENERATOR = np.random.default_rng(3)
X = GENERATOR.normal(size=(30, 4))
Y = (X @ GENERATOR.normal(size=(4, 3))).argmax(axis=1)
SETTINGS = Settings(
    epochs=3, batch_size=8, shuffle=True, validation=0.2, patience=2, restore_best=True
)
# In every epoch three batches: each number of batches done is a place to stop at.
STEPS = 9

# What takes all rows at once has no steps to stop between.
OPTIMIZERS = {
    k: make() for k, make in find("conspect.optimizers", Optimizer).items() if not make.full_batch
}
OPTIONS: dict[str, dict[str, float]] = {"cosine": {"period": 3}, "inverse_scaling": {"rows": 24}}
SCHEDULES = {
    k: make(**OPTIONS.get(k, {})) for k, make in find("conspect.schedules", Schedule).items()
}
KINDS = [(name, None) for name in OPTIMIZERS] + [("adam", name) for name in SCHEDULES]
# The compiled engine once, for each network that it compiles takes seconds.
CASES = [(*kind, engine) for engine in ("reference", "buffered") for kind in KINDS]
CASES += [("adam", "plateau", "compiled")]


def network(optimizer: str, schedule: str | None) -> cs.Network:
    return cs.Network(
        [cs.Dense(5), cs.Tanh(), cs.Dense(3), cs.Softmax()],
        inputs=4,
        loss=cs.CrossEntropy(),
        optimizer=OPTIMIZERS[optimizer],
        schedule=None if schedule is None else SCHEDULES[schedule],
        penalty=cs.L2(0.01),
        clipping=cs.Clipping(0.5),
        seed=1,
    )


def stopped_after(net: cs.Network, batches: int, engine: str) -> TrainingState:
    done = 0

    def enough() -> bool:
        nonlocal done
        done += 1
        return done >= batches

    return fit(net, X, Y, SETTINGS, engine=engine, should_stop=enough)


@pytest.mark.parametrize(("optimizer", "schedule", "engine"), CASES)
def test_from_any_step(
    optimizer: str,
    schedule: str | None,
    engine: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop, "_BREATH", 0.0)  # a look after every batch
    net = network(optimizer, schedule)
    whole = fit(net, X, Y, SETTINGS, engine=engine)
    for batches in range(1, STEPS + 1):
        state = stopped_after(net, batches, engine)
        save(Model(state.result(), None, state), tmp_path / "m")
        resumed = fit(net, X, Y, resume=load(tmp_path / "m").training)
        assert resumed.pack()[0] == whole.pack()[0], batches
        for name, values in whole.pack()[1].items():
            np.testing.assert_array_equal(resumed.pack()[1][name], values)
