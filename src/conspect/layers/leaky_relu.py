"""Leaky ReLU: what is negative is scaled down."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Hyperparameter, Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class LeakyReLU(Layer):
    """What is negative is scaled down instead of cut off, so that no unit dies.

    Args:
        slope: the slope below 0 (and at 0).

    Source: A. Maas, A. Hannun, A. Ng, Rectifier nonlinearities improve neural network acoustic models (2013).

    >>> import numpy as np
    >>> LeakyReLU.forward(np.array([-1.5, 0.0, 2.0]), 0.01)
    array([-0.015,  0.   ,  2.   ])
    """

    slope: float = 0.01

    symbols = {
        "z": Input("..."),
        "slope": Hyperparameter(),
        "a": Output("..."),
    }
    equations = """
        a[...] = z[...] if z[...] > 0 else slope * z[...]  # what is negative is scaled down
    """
    gradients = """
        dz[...] = da[...] if z[...] > 0 else slope * da[...]  # chain rule through leaky relu: its slope
    """
    suits = "he"

    @staticmethod
    def forward(z: Array, slope: Array) -> Array:
        return xp.where(z > 0, z, slope * z)

    @staticmethod
    def backward(da: Array, z: Array, slope: Array) -> Array:
        return xp.where(z > 0, da, slope * da)
