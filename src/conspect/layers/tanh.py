"""Tanh: squeezes any number between -1 and 1."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class Tanh(Layer):
    """Squeezes any number between -1 and 1.

    Source: Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp (1998), section 4.4.

    >>> import numpy as np
    >>> Tanh.forward(np.array([-1000.0, 0.0, 0.5]))
    array([-1.        ,  0.        ,  0.46211716])
    """

    symbols = {
        "z": Input("..."),
        "a": Output("..."),
    }
    equations = """
        a[...] = tanh(z[...])  # squeezed between -1 and 1
    """
    gradients = """
        dz[...] = da[...] * (1 - a[...] ** 2)  # chain rule through tanh: its slope is 1 − a²
    """

    @staticmethod
    def forward(z: Array) -> Array:
        return xp.tanh(z)

    @staticmethod
    def backward(da: Array, a: Array) -> Array:
        return da * (1 - a * a)
