"""Squared error: the sum of the squared differences."""

from dataclasses import dataclass

from conspect import xp
from conspect.losses import Loss
from conspect.roles import Input, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class SquaredError(Loss):
    """The sum of the squared differences.

    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), eq. 5.11, without its ½.

    >>> import numpy as np
    >>> SquaredError.forward(np.array([[1.5, 2.0]]), np.array([[1.0, 3.0]]))
    array([1.25])
    """

    symbols = {
        "a": Input("n k"),
        "y": Target("n k"),
        "losses": Output("n"),
    }
    equations = """
        losses[n] = sum(k, (y[n,k] - a[n,k]) ** 2)  # the squared distance to the target
    """
    gradients = """
        da[n,k] = 2 * (a[n,k] - y[n,k])  # derivative of the square: twice the difference
    """

    @staticmethod
    def forward(a: Array, y: Array) -> Array:
        return xp.sum((y - a) ** 2, axis=1)

    @staticmethod
    def backward(a: Array, y: Array) -> Array:
        return 2 * (a - y)
