"""Exp: any number becomes a positive one."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class Exp(Layer):
    """Any number becomes a positive one: a sum before it is a product of factors after it.

    It is the inverse of the logarithm that links the mean of counts to their inputs.

    Source: P. McCullagh, J. Nelder, Generalized Linear Models (1989), section 2.2.3.

    >>> import numpy as np
    >>> Exp.forward(np.array([0.0, 1.0]))
    array([1.        , 2.71828183])
    """

    symbols = {
        "z": Input("..."),
        "a": Output("..."),
    }
    equations = """
        a[...] = exp(z[...])  # positive, whatever goes in
    """
    gradients = """
        dz[...] = da[...] * a[...]  # chain rule through exp: its slope is its value
    """

    @staticmethod
    def forward(z: Array) -> Array:
        return xp.exp(z)

    @staticmethod
    def backward(da: Array, a: Array) -> Array:
        return da * a
