"""SiLU (swish): the input times its own sigmoid."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Intermediate, Output
from conspect.rule import Array


@dataclass(frozen=True)
class SiLU(Layer):
    """The input times its own sigmoid; also known as swish.

    Source: S. Elfwing, E. Uchibe, K. Doya, Sigmoid-weighted linear units (2018), eq. 2 and 3.

    >>> import numpy as np
    >>> SiLU.forward(np.array([0.0, 1.8]))
    (array([0.5       , 0.85814894]), array([0.        , 1.54466808]))
    """

    symbols = {
        "z": Input("..."),
        "s": Intermediate("..."),
        "a": Output("..."),
    }
    equations = """
        s[...] = sigmoid(z[...])  # how far the gate is open
        a[...] = z[...] * s[...]    # the input times its own sigmoid
    """
    gradients = """
        dz[...] = da[...] * s[...] * (1 + z[...] * (1 - s[...]))  # chain rule through silu: its slope
    """
    suits = "he"

    @staticmethod
    def forward(z: Array) -> tuple[Array, Array]:
        s = xp.sigmoid(z)
        return s, z * s

    @staticmethod
    def backward(da: Array, z: Array, s: Array) -> Array:
        return da * s * (1 + z * (1 - s))
