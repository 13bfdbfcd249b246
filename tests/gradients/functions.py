"""Losses with gradients by hand, of many kinds: smooth, cornered, badly scaled, in two precisions.

Each kind draws its parameters and data from a generator, and gives the loss and its gradients.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Arrays = dict[str, Any]


@dataclass(frozen=True)
class Example:
    parameters: Arrays
    loss: Callable[[Arrays], Any]
    gradients: Callable[[Arrays], Arrays]

    def scaled(self, size: float, dtype: Any) -> "Example":
        """The same loss in terms of parameters `size` times as large, in another precision."""

        def inside(p: Arrays) -> Arrays:
            return {name: value / np.asarray(value).dtype.type(size) for name, value in p.items()}

        def gradients(p: Arrays) -> Arrays:
            there = self.gradients(inside(p))
            return {name: (value / size).astype(p[name].dtype) for name, value in there.items()}

        parameters = {
            name: np.asarray(value * size).astype(dtype) for name, value in self.parameters.items()
        }
        return Example(parameters, lambda p: self.loss(inside(p)), gradients)


Kind = Callable[[np.random.Generator], Example]
KINDS: dict[str, Kind] = {}


def _kind(function: Kind) -> Kind:
    KINDS[function.__name__] = function
    return function


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


# The unit, and its slope from what goes into it.
UNITS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "relu_from_the_right": (lambda z: z * (z >= 0), lambda z: (z >= 0) * 1.0),
    "leaky": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1.0, 0.01)),
    "abs": (np.abs, np.sign),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (_sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z))),
    "softplus": (lambda z: np.logaddexp(z, 0), _sigmoid),
    "square": (lambda z: z * z, lambda z: 2 * z),
    "cube": (lambda z: z**3, lambda z: 3 * z**2),
    "sine": (np.sin, np.cos),
    "exp": (lambda z: np.exp(0.3 * z), lambda z: 0.3 * np.exp(0.3 * z)),
    "log": (lambda z: np.log1p(z * z), lambda z: 2 * z / (1 + z * z)),
    "root": (lambda z: np.sqrt(1 + z * z), lambda z: z / np.sqrt(1 + z * z)),
    "clip": (lambda z: np.clip(z, -1, 1), lambda z: (np.abs(z) < 1) * 1.0),
    "elu": (
        lambda z: np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1),
        lambda z: np.where(z > 0, 1.0, np.exp(np.minimum(z, 0))),
    ),
    "swish": (
        lambda z: z * _sigmoid(z),
        lambda z: _sigmoid(z) * (1 + z * (1 - _sigmoid(z))),
    ),
}


def network(unit: str, generator: np.random.Generator, *, start: str = "normal") -> Example:
    """Two layers and half a squared error; parameters at random, or zeros in the first layer."""
    act, slope = UNITS[unit]
    n, i, h, o = (int(k) for k in generator.integers(1, 6, 4))
    x = generator.normal(size=(n, i)).round(1)
    y = generator.normal(size=(n, o))
    p = {
        "W1": generator.normal(size=(i, h)),
        "b1": generator.normal(size=h),
        "W2": generator.normal(size=(h, o)),
        "b2": generator.normal(size=o),
    }
    if start == "zeros":
        p["W1"], p["b1"] = np.zeros((i, h)), np.zeros(h)
    elif start == "whole":
        x = generator.integers(-2, 3, (n, i)).astype(float)
        p = {name: value.round() for name, value in p.items()}

    def loss(p: Arrays) -> Any:
        return 0.5 * ((act(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"] - y) ** 2).sum() / n

    def gradients(p: Arrays) -> Arrays:
        z1 = x @ p["W1"] + p["b1"]
        a1 = act(z1)
        d2 = (a1 @ p["W2"] + p["b2"] - y) / n
        d1 = d2 @ p["W2"].T * slope(z1)
        return {"W1": x.T @ d1, "b1": d1.sum(0), "W2": a1.T @ d2, "b2": d2.sum(0)}

    return Example(p, loss, gradients)


@_kind
def softmax_regression(generator: np.random.Generator) -> Example:
    x, labels = generator.normal(size=(8, 3)), generator.integers(0, 4, 8)

    def scores(p: Arrays) -> Any:
        z = x @ p["W"] + p["b"]
        return z - z.max(axis=1, keepdims=True)

    def loss(p: Arrays) -> Any:
        z = scores(p)
        return np.mean(np.log(np.exp(z).sum(1)) - z[np.arange(8), labels])

    def gradients(p: Arrays) -> Arrays:
        shares = np.exp(scores(p))
        d = shares / shares.sum(1, keepdims=True)
        d[np.arange(8), labels] -= 1
        return {"W": x.T @ d / 8, "b": d.mean(0)}

    p = {"W": 2 * generator.normal(size=(3, 4)), "b": generator.normal(size=4)}
    return Example(p, loss, gradients)


@_kind
def saturated(generator: np.random.Generator) -> Example:
    """Sigmoids so sure of themselves that 1 - a has few digits."""
    x, y = generator.normal(size=(5, 2)), generator.integers(0, 2, 5).astype(float)

    def loss(p: Arrays) -> Any:
        z = x @ p["w"]
        return np.sum(np.logaddexp(0, z) - y * z)

    def gradients(p: Arrays) -> Arrays:
        return {"w": x.T @ (_sigmoid(x @ p["w"]) - y)}

    return Example({"w": 12 * generator.normal(size=2)}, loss, gradients)


@_kind
def hinge(generator: np.random.Generator) -> Example:
    x, y = generator.integers(-2, 3, (9, 3)).astype(float), generator.choice([-1.0, 1.0], 9)

    def loss(p: Arrays) -> Any:
        return np.maximum(0, 1 - y * (x @ p["w"])).sum()

    def gradients(p: Arrays) -> Arrays:
        return {"w": -x.T @ (y * (1 - y * (x @ p["w"]) > 0))}

    return Example({"w": generator.integers(-1, 2, 3).astype(float)}, loss, gradients)


@_kind
def largest(generator: np.random.Generator) -> Example:
    def gradients(p: Arrays) -> Arrays:
        g = np.zeros_like(p["w"])
        g[np.argmax(p["w"])] = 1
        return {"w": g}

    # Two are equally large every other time.
    w = generator.normal(size=5).round(int(generator.integers(0, 3)))
    return Example({"w": w}, lambda p: np.max(p["w"]), gradients)


@_kind
def ranked(generator: np.random.Generator) -> Example:
    weights = generator.normal(size=6)

    def gradients(p: Arrays) -> Arrays:
        g = np.empty_like(p["w"])
        g[np.argsort(p["w"], kind="stable")] = weights
        return {"w": g}

    w = generator.normal(size=6)
    return Example({"w": w}, lambda p: np.sort(p["w"]) @ weights, gradients)


@_kind
def attention(generator: np.random.Generator) -> Example:
    x, y = generator.normal(size=(4, 3)), generator.normal(size=(4, 3))

    def parts(p: Arrays) -> tuple[Any, Any]:
        scores = x @ p["Q"] @ x.T
        e = np.exp(scores - scores.max(1, keepdims=True))
        return e / e.sum(1, keepdims=True), x @ p["V"]

    def loss(p: Arrays) -> Any:
        shares, values = parts(p)
        return np.sum((shares @ values - y) ** 2)

    def gradients(p: Arrays) -> Arrays:
        shares, values = parts(p)
        d = 2 * (shares @ values - y)
        dshares = d @ values.T
        dscores = shares * (dshares - (dshares * shares).sum(1, keepdims=True))
        return {"Q": x.T @ dscores @ x, "V": x.T @ shares.T @ d}

    return Example(
        {"Q": generator.normal(size=(3, 3)), "V": generator.normal(size=(3, 3))}, loss, gradients
    )


@_kind
def near_the_minimum(generator: np.random.Generator) -> Example:
    """Large terms that cancel in the gradient."""
    x = generator.normal(size=(30, 3))
    w = generator.normal(size=3)
    y = x @ w + 1e-3 * generator.normal(size=30)

    def loss(p: Arrays) -> Any:
        return np.mean((x @ p["w"] - y) ** 2)

    def gradients(p: Arrays) -> Arrays:
        return {"w": 2 * x.T @ (x @ p["w"] - y) / 30}

    return Example({"w": w + 1e-5 * generator.normal(size=3)}, loss, gradients)


@_kind
def plain_floats(generator: np.random.Generator) -> Example:
    import math

    a, b = float(generator.normal()), float(generator.uniform(1, 2))

    def loss(p: Arrays) -> Any:
        return math.exp(-p["a"]) * p["b"] + p["b"] ** 2

    def gradients(p: Arrays) -> Arrays:
        return {"a": -math.exp(-p["a"]) * p["b"], "b": math.exp(-p["a"]) + 2 * p["b"]}

    return Example({"a": a, "b": b}, loss, gradients)


@_kind
def edge_of_the_domain(generator: np.random.Generator) -> Example:
    """x log x and x√x at 0 or next to it; the loss is not defined on the other side."""
    w = np.array([0.0, 1e-9, 1.0])

    def gradients(p: Arrays) -> Arrays:
        return {"w": 1.5 * np.sqrt(p["w"])}

    return Example({"w": w}, lambda p: np.sum(p["w"] ** 1.5), gradients)


@_kind
def rosenbrock(generator: np.random.Generator) -> Example:
    def loss(p: Arrays) -> Any:
        w = p["w"]
        return np.sum(100 * (w[1:] - w[:-1] ** 2) ** 2 + (1 - w[:-1]) ** 2)

    def gradients(p: Arrays) -> Arrays:
        w = p["w"]
        g = np.zeros_like(w)
        g[:-1] = -400 * w[:-1] * (w[1:] - w[:-1] ** 2) - 2 * (1 - w[:-1])
        g[1:] += 200 * (w[1:] - w[:-1] ** 2)
        return {"w": g}

    return Example({"w": generator.normal(size=6)}, loss, gradients)


@_kind
def unlike_columns(generator: np.random.Generator) -> Example:
    """Columns of the data sixteen orders of magnitude apart."""
    sizes = np.array([1e-8, 1.0, 1e8])
    x, y = generator.normal(size=(7, 3)) * sizes, generator.normal(size=7)

    def gradients(p: Arrays) -> Arrays:
        return {"w": x.T @ _slopes(p)}

    def _slopes(p: Arrays) -> Any:
        a = np.tanh(x @ p["w"])
        return (a - y) * (1 - a * a)

    def loss(p: Arrays) -> Any:
        return 0.5 * np.sum((np.tanh(x @ p["w"]) - y) ** 2)

    return Example({"w": 0.3 * generator.normal(size=3) / sizes}, loss, gradients)
