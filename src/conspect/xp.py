"""The array functions that rules use, in NumPy.

Rules say `from conspect import xp` and call `xp.exp`: another engine runs the same text with
another set of functions under these names. NumPy has everything but the error functions; those come
from Python's own `math`, one number at a time.
"""

import math
from typing import Any

import numpy as np
from numpy import (
    abs,
    clip,
    cos,
    exp,
    expm1,
    log,
    log1p,
    max,
    maximum,
    mean,
    minimum,
    pi,
    sign,
    sqrt,
    sum,
    tanh,
    where,
)

__all__ = [
    "abs",
    "clip",
    "cos",
    "erfc",
    "exp",
    "expm1",
    "log",
    "log1p",
    "max",
    "maximum",
    "mean",
    "minimum",
    "pi",
    "sigmoid",
    "sign",
    "softplus",
    "sqrt",
    "sum",
    "tanh",
    "where",
]

_erfc = np.frompyfunc(math.erfc, 1, 1)


def erfc(z: Any) -> Any:
    """The complementary error function, element by element."""
    z = np.asarray(z)
    return np.asarray(_erfc(z), dtype=z.dtype)


def sigmoid(z: Any) -> Any:
    """1 / (1 + exp(-z)), from exp(-|z|), which cannot overflow."""
    small = exp(-abs(z))
    return where(z >= 0, 1, small) / (1 + small)


def softplus(z: Any) -> Any:
    """log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)), which cannot overflow."""
    return maximum(z, 0) + log1p(exp(-abs(z)))
