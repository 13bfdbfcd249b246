"""Every gradient of random networks against an independent truth: the complex step.

The forward pass is written down here a second time, in complex numbers of extended precision, from
textbooks and not from the layers; a gradient is the imaginary part that a tiny imaginary nudge of
one number leaves in the loss.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.roles import Output
from tests.random_networks import random_network

NUDGE = 1e-200
Array = Any


def _above_zero(z: Array, then: Array, otherwise: Array) -> Array:
    return np.where(z.real > 0, then, otherwise)


def _stable_sigmoid(z: Array) -> Array:
    e = np.exp(np.where(z.real > 0, -z, z))
    return np.where(z.real > 0, 1, e) / (1 + e)


def _softplus(z: Array) -> Array:
    return _above_zero(z, z, 0) + np.log(1 + np.exp(np.where(z.real > 0, -z, z)))


def _erfc(z: Array) -> Array:
    """erfc for numbers with a tiny imaginary part: value and slope, the rest vanishes."""
    import mpmath

    value = np.frompyfunc(lambda u: np.longdouble(str(mpmath.erfc(str(u)))), 1, 1)(z.real)
    slope = -2 / np.sqrt(np.longdouble(np.pi)) * np.exp(-(z.real**2))
    return value.astype(np.longdouble) + 1j * z.imag * slope


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.real.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


ACTIVATIONS: dict[str, Callable[[Array, Any], Array]] = {
    "relu": lambda z, _: _above_zero(z, z, 0),
    "leaky_relu": lambda z, layer: _above_zero(z, z, layer.slope * z),
    "elu": lambda z, layer: _above_zero(z, z, layer.alpha * (np.exp(_above_zero(z, 0, z)) - 1)),
    "tanh": lambda z, _: np.tanh(z),
    "sigmoid": lambda z, _: _stable_sigmoid(z),
    "softplus": lambda z, _: _softplus(z),
    "silu": lambda z, _: z * _stable_sigmoid(z),
    "gelu": lambda z, _: z * _erfc(-z / np.sqrt(np.longdouble(2))) / 2,
    "softmax": lambda z, _: _softmax(z),
}


def _size(u: Array) -> Array:
    return np.where(u.real < 0, -u, u)


def _huber(d: Array) -> Array:
    return np.where(_size(d).real <= 1, d * d / 2, _size(d) - 0.5)


LOSSES: dict[str, Callable[[Array, Array], Array]] = {
    "half_squared_error": lambda a, y: ((a - y) ** 2).sum(axis=1) / 2,
    "squared_error": lambda a, y: ((a - y) ** 2).sum(axis=1),
    "mean_squared_error": lambda a, y: ((a - y) ** 2).sum(axis=1) / y.shape[1],
    "mean_absolute_error": lambda a, y: _size(a - y).sum(axis=1) / y.shape[1],
    "huber": lambda a, y: _huber(a - y).sum(axis=1),
    "binary_cross_entropy": lambda z, y: (_softplus(z) - y * z).sum(axis=1),
    "cross_entropy": lambda z, y: -(y * np.log(_softmax(z))).sum(axis=1),
}


def _loss(net: cs.Network, arrays: dict[str, Array], nudged: str, place: tuple[int, ...]) -> Any:
    """The loss in complex numbers, with one element of one array nudged where it is made."""

    def keep(name: str, value: Array) -> None:
        known[name] = value.astype(np.clongdouble)
        if name == nudged:
            known[name][place] += 1j * NUDGE

    known: dict[str, Array] = {}
    for name in ("x", *net.parameters):
        keep(name, arrays[name])
    for step in net.steps[:-1]:
        names = step.names
        if step.rule.kind() == "dense":
            bias = known[names["b"]] if "b" in names else 0
            keep(names["z"], known[names["x"]] @ known[names["W"]] + bias)
        elif step.rule.kind() == "add":
            keep(names["z"], known[names["x"]] + known[names["r"]])
        else:
            keep(names["a"], ACTIVATIONS[step.rule.kind()](known[names["z"]], step.rule))
    last = net.steps[-1]
    reads = last.names["z" if last.rule.absorbs else "a"]  # type: ignore[attr-defined]
    losses = LOSSES[last.rule.kind()](known[reads], arrays["y"])
    return losses.mean() if net.loss.reduction == "mean" else losses.sum()


@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
@pytest.mark.parametrize("seed", range(200))
def test_every_gradient_of_random_networks(seed: int) -> None:
    net, x, y = random_network(seed, most_units=4)
    step = net.step(x, y)
    arrays = dict(step.arrays)
    results = [name for s in net.steps for name in s.named(Output)]
    for name in [*net.parameters, *results]:
        if f"d{name}" not in arrays:
            continue
        truth = np.zeros(arrays[name].shape, np.longdouble)
        for place in np.ndindex(truth.shape):
            truth[place] = _loss(net, arrays, name, place).imag / NUDGE
        off = np.abs(arrays[f"d{name}"] - truth).max()
        assert off <= 1e-12 * max(np.abs(truth).max(), 1e-30), f"d{name} in network {seed}"


def test_gradients_exist_for_all_but_the_input_and_what_the_loss_absorbs() -> None:
    net = cs.Network([cs.Dense(3), cs.Tanh(), cs.Dense(2), cs.Softmax()], 4, cs.CrossEntropy())
    gradients = {name for name in net.step(np.ones(4), [1]).arrays if name.startswith("d")}
    assert gradients == {"dz2", "dW2", "db2", "da1", "dz1", "dW1", "db1"}
