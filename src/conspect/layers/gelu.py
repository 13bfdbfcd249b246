"""GELU: the input times the normal distribution's share below it."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class GELU(Layer):
    """The input times the share of a normal distribution that lies below it (exact, by erfc).

    The density is 0 to the last bit beyond 40, where its square would soon overflow.

    Source: D. Hendrycks, K. Gimpel, Gaussian error linear units (2016).

    >>> import numpy as np
    >>> GELU.forward(np.array([-1.0, 0.0, 2.0]))
    array([-0.15865525,  0.        ,  1.95449974])
    """

    symbols = {
        "z": Input("..."),
        "a": Output("..."),
    }
    equations = """
        a[...] = z[...] * (erfc(-z[...] / sqrt(2)) / 2)  # the input times the normal share below it
    """
    gradients = """
        dz[...] = da[...] * (erfc(-z[...] / sqrt(2)) / 2 + z[...] * exp(-(z[...] ** 2) / 2) / sqrt(2 * pi))  # chain rule through gelu: share below z, plus z times the density at z
    """
    suits = "he"

    @staticmethod
    def forward(z: Array) -> Array:
        return z * (xp.erfc(-z / 2**0.5) / 2)

    @staticmethod
    def backward(da: Array, z: Array) -> Array:
        near = xp.clip(z, -40, 40)
        density = xp.exp(-near * near / 2) / (2 * xp.pi) ** 0.5
        return da * (xp.erfc(-z / 2**0.5) / 2 + z * density)
