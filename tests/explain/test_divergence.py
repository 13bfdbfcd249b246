"""A step that overflows: said where it happens, once, and no crash on the way."""

import numpy as np
import pytest

import conspect as cs
from conspect.layers import Layer
from conspect.trace import Trace

ACTIVATIONS: list[Layer] = [
    cs.ELU(),
    cs.GELU(),
    cs.LeakyReLU(),
    cs.ReLU(),
    cs.SiLU(),
    cs.Sigmoid(),
    cs.Softmax(),
    cs.Softplus(),
    cs.Tanh(),
]
LOSSES = [
    cs.HalfSquaredError(),
    cs.SquaredError(),
    cs.MeanSquaredError(),
    cs.MeanAbsoluteError(),
    cs.Huber(),
]


def step_with(weight: float, activation: Layer, loss: cs.Loss = LOSSES[0]) -> Trace:
    network = cs.Network(
        [cs.Dense(2), activation, cs.Dense(2)], 2, loss, parameters={"W1": [[1.0, -1.0], [2.0, 0]]}
    )
    other = {name: np.array(value) for name, value in network.parameters.items()}
    other["W1"][0, 0], other["W1"][1, 1] = weight, -weight
    return network.replaced(other, network.state).step([[1.0, 2.0], [-3.0, 1.0]], [[1, 2], [3, 4]])


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda layer: layer.kind())
@pytest.mark.parametrize("weight", [1e200, 1e308, np.inf, -np.inf, np.nan])
def test_every_activation_is_explained(weight: float, activation: Layer) -> None:
    document = step_with(weight, activation).explain()
    assert ("Training has diverged: W1 holds" in document.to_text()) == (not np.isfinite(weight))
    assert document.to_text(ascii_only=True).isascii()
    assert document.to_json()


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.kind())
@pytest.mark.parametrize("weight", [1e200, np.inf, np.nan])
def test_every_loss_is_explained(weight: float, loss: cs.Loss) -> None:
    assert step_with(weight, cs.ReLU(), loss).explain().to_text()


def test_an_overflow_is_pointed_out_where_it_happens() -> None:
    text = step_with(1e200, cs.ReLU()).explain(["losses[1]", "loss"]).to_text()
    [before, after] = text.split("  ! The result is beyond the largest number")
    assert before.endswith("≈ Infinity\n")
    assert "  loss = losses[1] + losses[2]" in after or "loss = (losses[1]" in after


def test_a_nan_that_is_only_handed_on_is_not_pointed_out_again() -> None:
    text = step_with(np.nan, cs.Tanh()).explain().to_text()
    assert "≈ NaN" in text
    assert "beyond the largest" not in text
    assert "NaN is no number" not in text
