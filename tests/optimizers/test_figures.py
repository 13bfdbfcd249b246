"""Every optimizer against the figures of PyTorch, from the same start."""

import numpy as np
import pytest

import conspect as cs
from conspect.training import Settings, fit
from tests.optimizers.figures import FIGURES, START, X, Y

OPTIMIZERS: dict[str, tuple[cs.Optimizer, int]] = {
    "sgd": (cs.SGD(0.1), 20),
    "momentum": (cs.Momentum(0.05), 20),
    "nesterov": (cs.Nesterov(0.05), 20),
    "rmsprop": (cs.RMSprop(), 20),
    "adagrad": (cs.Adagrad(), 20),
    "adam": (cs.Adam(), 20),
    "adam_1000": (cs.Adam(), 1000),
    "adamw": (cs.AdamW(0.01, weight_decay=0.1), 20),
}


def network(optimizer: cs.Optimizer) -> cs.Network:
    layers = [cs.Dense(2), cs.Tanh(), cs.Dense(2)]
    loss = cs.HalfSquaredError()
    return cs.Network(layers, inputs=3, loss=loss, optimizer=optimizer, parameters=START)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_parameters_are_those_of_pytorch(name: str) -> None:
    optimizer, steps = OPTIMIZERS[name]
    trained = fit(network(optimizer), X, Y, Settings(epochs=steps), engine="reference").result()
    for parameter, figures in FIGURES[name].items():
        assert np.allclose(trained.parameters[parameter], figures, rtol=0, atol=1e-10)
