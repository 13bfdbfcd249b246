"""NumPy calls for layers and losses that write into buffers; each is ready to be called.

What has no calls here runs by its own `forward` and `backward`, and its results are copied.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

Buffer = npt.NDArray[np.floating[Any]]
Call = Callable[[], Any]

Buffers = Mapping[str, Buffer]

# For arrays of fewer numbers, NumPy's calls count more than its work.
_SHORT = 1024


def _number(value: float, like: Buffer) -> Buffer:
    """A number as an array of the same precision: NumPy takes Python's own twice as slowly."""
    return np.asarray(value, like.dtype)


def dense_forward(at: Buffers) -> list[Call]:
    """`x W + b` into `z`."""
    product = partial(np.dot, at["x"], at["W"], at["z"])
    if "b" not in at:
        return [product]
    # Of a single row, the vector: NumPy needs not find out then that the bias is for every row.
    z = at["z"][0] if len(at["z"]) == 1 else at["z"]
    return [product, partial(np.add, z, at["b"], z)]


def dense_backward(at: Buffers) -> list[Call]:
    """The gradients that are asked for: `dx`, `dW`, `db`."""
    calls: list[Call] = []
    if "dx" in at:
        calls.append(partial(np.dot, at["dz"], at["W"].T, at["dx"]))
    if "dW" in at:
        calls.append(partial(np.dot, at["x"].T, at["dz"], at["dW"]))
    # Of a single row, the gradient by the bias may be that by z: one array is both.
    if "db" in at and not np.shares_memory(at["db"], at["dz"]):
        calls.append(partial(np.add.reduce, at["dz"], 0, None, at["db"]))
    return calls


def relu_forward(at: Buffers) -> list[Call]:
    """The larger of `z` and 0; several times faster with an array of zeros than with one."""
    return [partial(np.maximum, at["z"], np.zeros_like(at["z"]), out=at["a"])]


def relu_backward(at: Buffers) -> list[Call]:
    """`da` where `z` is above 0."""
    if at["z"].size < _SHORT:
        slope = np.empty_like(at["z"])
        return [partial(np.sign, at["a"], slope), partial(np.multiply, at["da"], slope, at["dz"])]
    above = np.empty(at["z"].shape, dtype=bool)
    return [
        partial(np.greater, at["z"], _number(0, at["z"]), above),
        partial(np.multiply, at["da"], above, at["dz"]),
    ]


def sigmoid_forward(at: Buffers) -> list[Call]:
    """`1 / (1 + exp(-z))`; where the exponential overflows, the result is rightly 0."""
    a = at["a"]
    return [
        partial(np.negative, at["z"], a),
        partial(np.exp, a, a),
        partial(np.add, a, _number(1, a), a),
        partial(np.reciprocal, a, a),
    ]


def sigmoid_backward(at: Buffers) -> list[Call]:
    """`da a (1 - a)`."""
    a, dz = at["a"], at["dz"]
    return [
        partial(np.subtract, _number(1, a), a, dz),
        partial(np.multiply, dz, a, dz),
        partial(np.multiply, dz, at["da"], dz),
    ]


def tanh_forward(at: Buffers) -> list[Call]:
    """The hyperbolic tangent."""
    return [partial(np.tanh, at["z"], at["a"])]


def tanh_backward(at: Buffers) -> list[Call]:
    """`da (1 - a²)`."""
    a, dz = at["a"], at["dz"]
    return [
        partial(np.multiply, a, a, dz),
        partial(np.subtract, _number(1, a), dz, dz),
        partial(np.multiply, dz, at["da"], dz),
    ]


def cross_entropy_forward(at: Buffers) -> tuple[list[Call], Call]:
    """Shares into `a`; the losses are `y (log of the sum of exponentials − z)`, added up."""
    z, a, parts, y = at["z"], at["a"], at["parts"], at["y"]
    largest, total = (np.empty((len(z), 1), z.dtype) for _ in range(2))
    calls: list[Call] = [
        partial(np.maximum.reduce, z, 1, None, largest, True),
        partial(np.subtract, z, largest, parts),
        partial(np.exp, parts, a),
        partial(np.add.reduce, a, 1, None, total, True),
        partial(np.divide, a, total, a),
        partial(np.log, total, total),
        partial(np.subtract, total, parts, parts),
    ]
    return calls, partial(np.dot, parts.ravel(), y.ravel())


def cross_entropy_backward(at: Buffers) -> list[Call]:
    """Output minus target, times `factor`."""
    return _difference(at["a"], at["y"], at["dz"], at["factor"])


def half_squared_error_forward(at: Buffers) -> tuple[list[Call], Call]:
    """The differences into `da`, times `factor`; the losses are half their squares, added up."""
    da, scale = at["da"].ravel(), float(2 * at["factor"] ** 2)
    calls = _difference(at["a"], at["y"], at["da"], at["factor"])
    return calls, lambda: np.dot(da, da) / scale


def half_squared_error_backward(at: Buffers) -> list[Call]:
    """Nothing is left to do: the differences are the gradient."""
    return []


def _difference(a: Buffer, y: Buffer, out: Buffer, factor: Buffer) -> list[Call]:
    calls: list[Call] = [partial(np.subtract, a, y, out)]
    if (factor != 1).any():
        calls.append(partial(np.multiply, out, factor, out))
    return calls


#: by the layer's name and the direction
LAYERS: Mapping[tuple[str, str], Callable[[Buffers], list[Call]]] = {
    ("dense", "forward"): dense_forward,
    ("dense", "backward"): dense_backward,
    ("relu", "forward"): relu_forward,
    ("relu", "backward"): relu_backward,
    ("sigmoid", "forward"): sigmoid_forward,
    ("sigmoid", "backward"): sigmoid_backward,
    ("tanh", "forward"): tanh_forward,
    ("tanh", "backward"): tanh_backward,
}
#: by the loss's name: what gives its calls and the sum of its losses, and the calls of its gradient
LOSSES: Mapping[
    str,
    tuple[Callable[[Buffers], tuple[list[Call], Call]], Callable[[Buffers], list[Call]]],
] = {
    "cross_entropy": (cross_entropy_forward, cross_entropy_backward),
    "half_squared_error": (half_squared_error_forward, half_squared_error_backward),
}
