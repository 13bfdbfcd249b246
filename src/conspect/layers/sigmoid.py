"""Sigmoid: squeezes any number between 0 and 1."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class Sigmoid(Layer):
    """Squeezes any number between 0 and 1.

    Source: D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors
    (1986), eq. 2.

    >>> import numpy as np
    >>> Sigmoid.forward(np.array([-1000.0, 0.0, 1.8]))
    array([0.        , 0.5       , 0.85814894])
    """

    symbols = {
        "z": Input("..."),
        "a": Output("..."),
    }
    equations = """
        a[...] = sigmoid(z[...])  # squeezed between 0 and 1
    """
    gradients = """
        dz[...] = da[...] * a[...] * (1 - a[...])  # chain rule through the sigmoid: its slope is a (1 − a)
    """

    @staticmethod
    def forward(z: Array) -> Array:
        return xp.sigmoid(z)

    @staticmethod
    def backward(da: Array, a: Array) -> Array:
        return da * a * (1 - a)
