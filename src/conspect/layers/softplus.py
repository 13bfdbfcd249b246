"""Softplus: a relu without its corner."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class Softplus(Layer):
    """A relu without its corner.

    Source: C. Dugas et al., Incorporating second-order functional knowledge (2001).

    >>> import numpy as np
    >>> Softplus.forward(np.array([-1000.0, 0.0, 2.0]))
    array([0.        , 0.69314718, 2.12692801])
    """

    symbols = {
        "z": Input("..."),
        "a": Output("..."),
    }
    equations = """
        a[...] = softplus(z[...])  # a relu without its corner
    """
    gradients = """
        dz[...] = da[...] * sigmoid(z[...])  # chain rule through softplus: its slope is the sigmoid of z
    """
    suits = "he"

    @staticmethod
    def forward(z: Array) -> Array:
        return xp.softplus(z)

    @staticmethod
    def backward(da: Array, z: Array) -> Array:
        return da * xp.sigmoid(z)
