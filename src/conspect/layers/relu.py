"""ReLU: what is negative becomes 0."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class ReLU(Layer):
    """What is negative becomes 0. The slope at 0 itself, where there is none, is taken as 0.

    Source: V. Nair, G. Hinton, Rectified linear units improve restricted Boltzmann machines (2010).

    >>> import numpy as np
    >>> ReLU.forward(np.array([-1.5, 0.0, 2.0]))
    array([0., 0., 2.])
    """

    symbols = {
        "z": Input("..."),
        "a": Output("..."),
    }
    equations = """
        a[...] = z[...] if z[...] > 0 else 0  # what is negative becomes 0
    """
    gradients = """
        dz[...] = da[...] if z[...] > 0 else 0  # chain rule through relu: slope 1 above 0, else 0
    """
    suits = "he"

    @staticmethod
    def forward(z: Array) -> Array:
        return xp.where(z > 0, z, 0)

    @staticmethod
    def backward(da: Array, z: Array) -> Array:
        return xp.where(z > 0, da, 0)
