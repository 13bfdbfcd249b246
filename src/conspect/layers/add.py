"""Add: two results, element by element; the joint of a residual connection."""

from dataclasses import dataclass

from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class Add(Layer):
    """The sum of two results of one shape. `x` is the layer before, `r` an earlier result.

    Source: K. He, X. Zhang, S. Ren, J. Sun, Deep residual learning for image recognition (2016), eq. 1.

    >>> import numpy as np
    >>> Add.forward(np.array([[1.0, 2.0]]), np.array([[0.5, -2.0]]))
    array([[1.5, 0. ]])
    """

    symbols = {
        "x": Input("..."),
        "r": Input("..."),
        "z": Output("..."),
    }
    equations = """
        z[...] = x[...] + r[...]  # both paths, added
    """
    gradients = """
        dx[...] = dz[...]  # a sum hands its gradient to both its terms, unchanged
        dr[...] = dz[...]  # a sum hands its gradient to both its terms, unchanged
    """

    @staticmethod
    def forward(x: Array, r: Array) -> Array:
        return x + r

    @staticmethod
    def backward(dz: Array) -> tuple[Array, Array]:
        return dz, dz
