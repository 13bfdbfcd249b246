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


def dense_forward(at: Buffers) -> list[Call]:
    """`x W + b` into `z`."""
    product = partial(np.dot, at["x"], at["W"], at["z"])
    return [product, partial(np.add, at["z"], at["b"], at["z"])] if "b" in at else [product]


def dense_backward(at: Buffers) -> list[Call]:
    """The gradients that are asked for: `dx`, `dW`, `db`."""
    calls: list[Call] = []
    if "dx" in at:
        calls.append(partial(np.dot, at["dz"], at["W"].T, at["dx"]))
    if "dW" in at:
        calls.append(partial(np.dot, at["x"].T, at["dz"], at["dW"]))
    if "db" in at and len(at["dz"]) == 1:
        calls.append(partial(np.copyto, at["db"], at["dz"][0]))
    elif "db" in at:
        calls.append(partial(np.add.reduce, at["dz"], 0, None, at["db"]))
    return calls


def relu_forward(at: Buffers) -> list[Call]:
    """The larger of `z` and 0."""
    return [partial(np.maximum, at["z"], 0, out=at["a"])]


def relu_backward(at: Buffers) -> list[Call]:
    """`da` where `z` is above 0."""
    above = np.empty(at["z"].shape, dtype=bool)
    return [
        partial(np.greater, at["z"], 0, above),
        partial(np.multiply, at["da"], above, at["dz"]),
    ]


def sigmoid_forward(at: Buffers) -> list[Call]:
    """`1 / (1 + exp(-z))`; where the exponential overflows, the result is rightly 0."""
    a = at["a"]
    return [
        partial(np.negative, at["z"], a),
        partial(np.exp, a, a),
        partial(np.add, a, 1, a),
        partial(np.reciprocal, a, a),
    ]


def sigmoid_backward(at: Buffers) -> list[Call]:
    """`da a (1 - a)`."""
    a, dz = at["a"], at["dz"]
    return [
        partial(np.subtract, 1, a, dz),
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
        partial(np.subtract, 1, dz, dz),
        partial(np.multiply, dz, at["da"], dz),
    ]


def cross_entropy_forward(at: Buffers) -> list[Call]:
    """Shares into `a`, and `y (log of the sum of exponentials − z)` into `parts`."""
    z, a, parts = at["z"], at["a"], at["parts"]
    largest, total = (np.empty((len(z), 1), z.dtype) for _ in range(2))
    return [
        partial(np.maximum.reduce, z, 1, None, largest, True),
        partial(np.subtract, z, largest, parts),
        partial(np.exp, parts, a),
        partial(np.add.reduce, a, 1, None, total, True),
        partial(np.divide, a, total, a),
        partial(np.log, total, total),
        partial(np.subtract, total, parts, parts),
        partial(np.multiply, parts, at["y"], parts),
    ]


def cross_entropy_backward(at: Buffers) -> list[Call]:
    """Output minus target, times `factor`."""
    return _difference(at["a"], at["y"], at["dz"], at["factor"])


def half_squared_error_forward(at: Buffers) -> list[Call]:
    """Half the squared difference of each output into `parts`."""
    parts = at["parts"]
    return [
        partial(np.subtract, at["a"], at["y"], parts),
        partial(np.multiply, parts, parts, parts),
        partial(np.multiply, parts, 0.5, parts),
    ]


def half_squared_error_backward(at: Buffers) -> list[Call]:
    """Output minus target, times `factor`."""
    return _difference(at["a"], at["y"], at["da"], at["factor"])


def _difference(a: Buffer, y: Buffer, out: Buffer, factor: Buffer) -> list[Call]:
    calls: list[Call] = [partial(np.subtract, a, y, out)]
    if (factor != 1).any():
        calls.append(partial(np.multiply, out, factor, out))
    return calls


#: by the rule's name and the direction
CALLS: Mapping[tuple[str, str], Callable[[Buffers], list[Call]]] = {
    ("dense", "forward"): dense_forward,
    ("dense", "backward"): dense_backward,
    ("relu", "forward"): relu_forward,
    ("relu", "backward"): relu_backward,
    ("sigmoid", "forward"): sigmoid_forward,
    ("sigmoid", "backward"): sigmoid_backward,
    ("tanh", "forward"): tanh_forward,
    ("tanh", "backward"): tanh_backward,
    ("cross_entropy", "forward"): cross_entropy_forward,
    ("cross_entropy", "backward"): cross_entropy_backward,
    ("half_squared_error", "forward"): half_squared_error_forward,
    ("half_squared_error", "backward"): half_squared_error_backward,
}
