"""ELU: below 0 the output bends towards -alpha."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Hyperparameter, Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class ELU(Layer):
    """Linear above 0; below, it bends smoothly towards -alpha.

    `expm1` keeps the digits of exp(z) - 1 that a subtraction would lose near 0.

    Args:
        alpha: how far down the output can go.

    Source: D.-A. Clevert, T. Unterthiner, S. Hochreiter, Fast and accurate deep network learning by
    exponential linear units (2016).

    >>> import numpy as np
    >>> ELU.forward(np.array([-1.0, 0.0, 2.0]), 1.0)
    array([-0.63212056,  0.        ,  2.        ])
    """

    alpha: float = 1.0

    symbols = {
        "z": Input("..."),
        "alpha": Hyperparameter(),
        "a": Output("..."),
    }
    equations = """
        a[...] = z[...] if z[...] > 0 else alpha * (exp(z[...]) - 1)  # bends towards −alpha below 0
    """
    gradients = """
        dz[...] = da[...] if z[...] > 0 else da[...] * alpha * exp(z[...])  # chain rule through elu
    """
    suits = "he"

    @staticmethod
    def forward(z: Array, alpha: Array) -> Array:
        return xp.where(z > 0, z, alpha * xp.expm1(xp.minimum(z, 0)))

    @staticmethod
    def backward(da: Array, z: Array, alpha: Array) -> Array:
        return xp.where(z > 0, da, da * alpha * xp.exp(xp.minimum(z, 0)))
