"""L-BFGS: it ends where it should, and its last step can be explained."""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.cli.main import _run
from conspect.engines import reference
from conspect.errors import InputError, MissingExtraError
from conspect.training import Settings, fit
from conspect.training.full_batch import minimise

pytest.importorskip("scipy")

GENERATOR = np.random.default_rng(5)
X = GENERATOR.normal(size=(40, 3))
Y = X @ [[1.0, -1.0], [0.5, 2.0], [0.0, 3.0]] + [0.5, -2.0] + GENERATOR.normal(0, 0.1, (40, 2))


def linear(**extras: Any) -> cs.Network:
    return cs.Network([cs.Dense(2)], 3, cs.HalfSquaredError(), cs.LBFGS(), seed=2, **extras)


def curved() -> cs.Network:
    return cs.Network([cs.Dense(4), cs.Tanh(), cs.Dense(2)], 3, cs.Huber(), cs.LBFGS())


def test_it_ends_at_the_least_squares() -> None:
    state = fit(linear(), X, Y, Settings(epochs=100))
    known, *_ = np.linalg.lstsq(np.column_stack([X, np.ones(40)]), Y, rcond=None)
    np.testing.assert_allclose(state.result().parameters["W1"], known[:3], atol=1e-5)
    np.testing.assert_allclose(state.result().parameters["b1"], known[3], atol=1e-5)
    assert state.ended == "It has converged: the loss no longer falls."
    assert state.epoch == len(state.history) < 30
    losses = [record["loss"] for record in state.history]
    assert losses == sorted(losses, reverse=True)


def test_a_penalty_is_part_of_what_falls() -> None:
    trained = fit(linear(penalty=cs.L2(0.5)), X, Y, Settings(epochs=100)).result()
    step = reference.forward(trained, X, Y)
    gradients = reference.backward(trained, step)
    assert max(abs(gradients[f"d{name}"]).max() for name in trained.trained) < 1e-5


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_the_last_step_leads_to_where_the_search_went(steps: int) -> None:
    found = minimise(linear(), X, Y, steps=steps)
    trace = reference.trace(found.before, X, Y)
    for name, value in found.network.parameters.items():
        np.testing.assert_allclose(trace.after[name], value, rtol=1e-13, atol=1e-15)
    assert trace.loss_after == pytest.approx(found.loss, rel=1e-12)
    before = minimise(linear(), X, Y, steps=steps - 1).network
    for name, value in before.parameters.items():
        np.testing.assert_array_equal(trace.arrays[name], value)


def test_the_first_direction_is_downhill() -> None:
    step = linear().step(X, Y)
    np.testing.assert_array_equal(step["direction_W1"], -step["dW1"])
    assert step.loss_after < step.loss
    lines = {str(line.element.name): line for line in step.explain(["new_W1[2,1]"]).lines()}
    assert lines.keys() == {"new_W1"}
    assert "W1[2,1] + step · direction_W1[2,1]" in step.explain(["new_W1[2,1]"]).to_text()


def test_it_stops_when_told_and_goes_on_from_there() -> None:
    looks = count()
    stopped = fit(linear(), X, Y, Settings(epochs=50), should_stop=lambda: next(looks) > 6)
    assert 0 < stopped.epoch < 50
    assert not stopped.ended
    ended = fit(linear(), X, Y, resume=stopped)
    assert ended.ended
    assert ended.history[: stopped.epoch] == stopped.history
    np.testing.assert_allclose(
        ended.result().parameters["W1"],
        fit(linear(), X, Y, Settings(epochs=50)).result().parameters["W1"],
        atol=1e-5,
    )


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a schedule": (lambda: linear(schedule=cs.Exponential()), "leave schedule out"),
    "clipping": (lambda: linear(clipping=cs.Clipping(1.0)), "leave clip_norm out"),
    "batches": (
        lambda: fit(linear(), X, Y, Settings(batch_size=7)),
        "all 40 rows at once, but batch_size is 7; leave batch_size out",
    ),
    "an engine": (lambda: fit(linear(), X, Y, engine="buffered"), "does not run on the engine"),
    "no memory": (lambda: cs.LBFGS(history_size=0), "history_size is 0"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_has_no_part_in_it_is_refused(what: str) -> None:
    make, said = REFUSED[what]
    with pytest.raises(InputError, match=said):
        make()


def test_without_scipy_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(
        MissingExtraError, match=r"scipy is not .* pip install 'conspect\[sklearn\]'"
    ):
        linear().step(X, Y)


FILE = """
[network]
inputs = 2
loss = "half_squared_error"
[[layers]]
type = "dense"
units = 2
activation = "sigmoid"
[[layers]]
type = "dense"
units = 1
[training]
optimizer = "lbfgs"
learning_rate = 0.1
{more}
[data]
inputs = [[2.0, 3.0], [1.0, -1.0]]
targets = [[2.0], [0.5]]
"""


def test_in_a_network_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, model = tmp_path / "n.toml", str(tmp_path / "m")
    file.write_text(FILE.format(more=""))
    assert _run(["train", str(file), "-o", model, "--epochs", "3", "-q"]) == 0
    assert _run(["train", str(file), "-o", model, "--epochs", "200", "-q", "--resume"]) == 0
    loaded = cs.load(model)
    assert isinstance(loaded.optimizer, cs.LBFGS)
    assert loaded.predict([2.0, 3.0])[0, 0] == pytest.approx(2, abs=1e-3)
    assert _run(["explain", str(file), "--epoch", "1000", "--json"]) == 0
    assert '"epoch": 1000' not in capsys.readouterr().out
    file.write_text(FILE.format(more='schedule = "cosine"\nperiod = 3'))
    assert _run(["explain", str(file)]) == 2
    assert f"{file}:15: lbfgs finds direction and length of its steps itself" in (
        capsys.readouterr().err
    )
