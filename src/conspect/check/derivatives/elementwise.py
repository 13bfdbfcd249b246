"""Adjoint rules of functions that work element by element.

`SLOPES` are derivatives of functions of one argument, from the argument and the result; `PAIRS`
give the two partial derivatives of functions of two. At a kink, `side` chooses the slope.
"""

from collections.abc import Callable

import numpy as np

from conspect.check.derivatives.arrays import Array

Slope = Callable[[Array, Array, int], Array | float]

SLOPES: dict[str, Slope] = {
    "negative": lambda x, y, side: -1.0,
    "exp": lambda x, y, side: y,
    "exp2": lambda x, y, side: y * np.log(2.0),
    "expm1": lambda x, y, side: y + 1,
    "log": lambda x, y, side: 1 / x,
    "log2": lambda x, y, side: 1 / (x * np.log(2.0)),
    "log10": lambda x, y, side: 1 / (x * np.log(10.0)),
    "log1p": lambda x, y, side: 1 / (1 + x),
    "sqrt": lambda x, y, side: 0.5 / y,
    "cbrt": lambda x, y, side: 1 / (3 * y**2),
    "square": lambda x, y, side: 2 * x,
    "reciprocal": lambda x, y, side: -(y**2),
    "tanh": lambda x, y, side: 1 - y**2,
    "sinh": lambda x, y, side: np.cosh(x),
    "cosh": lambda x, y, side: np.sinh(x),
    "sin": lambda x, y, side: np.cos(x),
    "cos": lambda x, y, side: -np.sin(x),
    "tan": lambda x, y, side: 1 + y**2,
    "arctan": lambda x, y, side: 1 / (1 + x**2),
    "arcsin": lambda x, y, side: 1 / np.sqrt(1 - x**2),
    "arccos": lambda x, y, side: -1 / np.sqrt(1 - x**2),
    "arcsinh": lambda x, y, side: 1 / np.sqrt(1 + x**2),
    "arccosh": lambda x, y, side: 1 / np.sqrt(x**2 - 1),
    "arctanh": lambda x, y, side: 1 / (1 - x**2),
    "sigmoid": lambda x, y, side: y * (1 - y),
    "erf": lambda x, y, side: 2 / np.sqrt(np.pi) * np.exp(-(x**2)),
    "erfc": lambda x, y, side: -2 / np.sqrt(np.pi) * np.exp(-(x**2)),
    "absolute": lambda x, y, side: np.where(x == 0, 2.0 * side - 1, np.sign(x)),
    "nan_to_num": lambda x, y, side: np.isfinite(x) * 1.0,
    "identity": lambda x, y, side: 1.0,
    "degrees": lambda x, y, side: 180 / np.pi,
    "radians": lambda x, y, side: np.pi / 180,
}

FLAT = {
    "greater", "less", "greater_equal", "less_equal", "equal", "not_equal", "sign", "floor",
    "ceil", "rint", "round", "trunc", "argmax", "argmin", "argsort", "logical_and",
    "logical_or", "logical_not", "logical_xor", "isnan", "isfinite", "isinf", "zeros_like",
    "ones_like", "empty_like", "full_like", "nonzero", "count_nonzero", "floor_divide",
    "invert", "shape", "heaviside", "signbit", "isclose", "any", "all", "and_", "or_", "xor",
    "bitwise_and", "bitwise_or", "searchsorted", "digitize", "choice", "unique", "int64",
    "int32", "bincount",
}  # fmt: skip
"""Functions whose result does not change with small changes of their arguments."""

Partials = Callable[[Array, Array, Array, int], tuple[Array | float, Array | float]]


def _power(x: Array, p: Array, y: Array, side: int) -> tuple[Array | float, Array | float]:
    with np.errstate(all="ignore"):
        by_base = np.where(p == 0, 0.0, p * np.power(x, np.where(p == 0, 1.0, p - 1)))
        by_exponent = np.where(x > 0, y * np.log(np.where(x > 0, x, 1.0)), 0.0)
    return by_base, by_exponent


def _greater(a: Array, b: Array, y: Array, side: int) -> tuple[Array | float, Array | float]:
    """At a tie with a constant, the slope of the other is `side`."""
    first = np.where(a == b, side if np.ndim(b) == 0 or np.all(b == 0) else 1 - side, a > b) * 1.0
    return first, 1 - first


def _smaller(a: Array, b: Array, y: Array, side: int) -> tuple[Array | float, Array | float]:
    first = np.where(a == b, side if np.ndim(b) == 0 or np.all(b == 0) else 1 - side, a < b) * 1.0
    return first, 1 - first


PAIRS: dict[str, Partials] = {
    "add": lambda a, b, y, side: (1.0, 1.0),
    "subtract": lambda a, b, y, side: (1.0, -1.0),
    "multiply": lambda a, b, y, side: (b, a),
    "divide": lambda a, b, y, side: (1 / b, -y / b),
    "power": _power,
    "maximum": _greater,
    "minimum": _smaller,
    "hypot": lambda a, b, y, side: (a / y, b / y),
    "arctan2": lambda a, b, y, side: (b / (a**2 + b**2), -a / (a**2 + b**2)),
    "logaddexp": lambda a, b, y, side: (np.exp(a - y), np.exp(b - y)),
    "mod": lambda a, b, y, side: (1.0, -np.floor(a / b)),
    "remainder": lambda a, b, y, side: (1.0, -np.floor(a / b)),
    "copysign": lambda a, b, y, side: (np.sign(a) * np.sign(b), 0.0),
}
