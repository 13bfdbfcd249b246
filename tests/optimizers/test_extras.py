"""Penalty, clipping and schedules: held to their equations, to PyTorch's figures, and explained."""

import numpy as np
import pytest

import conspect as cs
from conspect.penalties import Penalty
from conspect.registry import find
from conspect.schedules import Schedule
from conspect.testing import check_layer
from conspect.training import Settings, fit
from tests.optimizers.figures import FIGURES, START, X, Y

SCHEDULES = find("conspect.schedules", Schedule)

# PyTorch 2.13.0, torch.optim.lr_scheduler on SGD(lr=0.5), the rate in epochs 0 to 7: StepLR(3,
# gamma=0.2), ExponentialLR(0.8), ReduceLROnPlateau(factor=0.5, patience=1), LinearLR(0.25, 1, 3).
LOSSES = [3.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.5, 1.5]
RATES: list[tuple[Schedule, list[float]]] = [
    (cs.StepDecay(3, 0.2), [0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.02, 0.02]),
    (cs.Exponential(0.8), [0.5, 0.4, 0.32, 0.256, 0.2048, 0.16384, 0.131072, 0.1048576]),
    (cs.Plateau(1, 0.5), [0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25]),
    (cs.WarmUp(4), [0.125, 0.25, 0.375, 0.5, 0.5, 0.5, 0.5, 0.5]),
]


def network(**extras: object) -> cs.Network:
    return cs.Network(
        [cs.Dense(2), cs.Tanh(), cs.Dense(2)],
        inputs=3,
        loss=cs.HalfSquaredError(),
        parameters=START,
        **extras,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("kind", SCHEDULES)
def test_a_schedule_says_what_its_equations_say(kind: str) -> None:
    options = {"period": 3} if kind == "cosine" else {}
    check_layer(SCHEDULES[kind](**options))


@pytest.mark.parametrize("penalty", [cs.L2(0.3), cs.L2ByRows(0.3)])
def test_a_penalty_says_what_its_equation_says(penalty: Penalty) -> None:
    check_layer(penalty)


def test_a_penalty_by_rows_is_shared_by_the_rows_of_the_batch() -> None:
    step = network(penalty=cs.L2ByRows(0.6)).step(X, Y)
    assert float(step["penalty"]) == pytest.approx(
        float(network(penalty=cs.L2(0.2)).step(X, Y)["penalty"]), rel=1e-14
    )
    assert step["rows"] == 3
    assert "/ (2 · rows)" in step.explain(["penalty"]).to_text()


def test_l2_is_pytorchs_weight_decay_on_the_weights() -> None:
    trained = fit(network(penalty=cs.L2(0.1)), X, Y, Settings(epochs=20)).result()
    for name, figures in FIGURES["l2"].items():
        assert np.allclose(trained.parameters[name], figures, rtol=0, atol=1e-12)


def test_the_penalty_is_a_term_of_the_loss() -> None:
    step = network(penalty=cs.L2(0.1)).step(X, Y)
    weights = np.concatenate([np.ravel(START["W1"]), np.ravel(START["W2"])])
    assert float(step["penalty"]) == pytest.approx(0.05 * (weights**2).sum(), rel=1e-14)
    assert step.loss == pytest.approx(float(step["data_loss"] + step["penalty"]), rel=1e-15)
    lines = {str(line.element.name): line for line in step.explain(["loss"]).lines()}
    assert {"data_loss", "penalty", "loss"} <= lines.keys()


def test_clipped_gradients_are_as_long_as_the_limit() -> None:
    step = network(clipping=cs.Clipping(0.01)).step(X, Y)
    names = step.network.trained
    squares = sum((step[f"clipped_{name}"] ** 2).sum() for name in names)
    assert np.sqrt(squares) == pytest.approx(0.01, rel=1e-14)
    moved = np.asarray(START["W1"]) - 0.1 * step["clipped_W1"]
    assert np.array_equal(step.after["W1"], moved)


def test_short_gradients_stay_as_they_are() -> None:
    step = network(clipping=cs.Clipping(1e9)).step(X, Y)
    assert np.array_equal(step["clipped_W1"], step["dW1"])


@pytest.mark.parametrize(("schedule", "rates"), RATES, ids=lambda value: type(value).__name__)
def test_the_rates_are_those_of_pytorch(schedule: Schedule, rates: list[float]) -> None:
    net = network(schedule=schedule, optimizer=cs.SGD(0.5))
    for loss, rate in zip(LOSSES, rates, strict=True):
        assert float(net.step(X, Y)["rate"]) == pytest.approx(rate, rel=1e-12)
        net = net.after_epoch(loss)


def test_cosine_falls_in_half_a_wave_after_its_warm_up() -> None:
    net = network(schedule=cs.Cosine(4, lowest=0.1, warmup=2), optimizer=cs.SGD(0.5))
    rates = []
    for _ in range(8):
        rates.append(float(net.step(X, Y)["rate"]))
        net = net.after_epoch(1.0)
    wave = [0.1 + 0.4 * (1 + np.cos(np.pi * k / 4)) / 2 for k in range(5)]
    assert rates == pytest.approx([0.5 / 3, 1.0 / 3, *wave, 0.1], rel=1e-12)


def test_the_step_uses_the_rate_of_its_epoch_and_says_so() -> None:
    net = network(schedule=cs.Exponential(0.5), optimizer=cs.SGD(0.4)).after_epoch(1.0)
    step = net.step(X, Y)
    assert np.array_equal(step.after["b1"], np.asarray(START["b1"]) - 0.2 * step["db1"])
    formulas = [str(line.element.name) for line in step.explain("new_b1[1]").lines()]
    assert "rate" in formulas
    assert "rate" in step.explain("new_b1[1]").to_text()


def test_training_records_and_resumes_the_schedule() -> None:
    net = network(schedule=cs.Plateau(0, 0.5, threshold=0.2), optimizer=cs.SGD(0.02))
    whole = fit(net, X, Y, Settings(epochs=12, batch_size=1, tolerance=1.0))
    first = fit(net, X, Y, Settings(epochs=5, batch_size=1, tolerance=1.0))
    unpacked = type(first).unpack(net, *first.pack())
    rest = fit(net, X, Y, Settings(epochs=12, batch_size=1, tolerance=1.0), resume=unpacked)
    assert rest.history == whole.history
    assert rest.network.progress == whole.network.progress
    assert len({record["rate"] for record in whole.history}) > 1
