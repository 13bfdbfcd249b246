"""Mean squared error: the mean of the squared differences over a sample's outputs."""

from dataclasses import dataclass

from conspect import xp
from conspect.losses import Loss
from conspect.roles import Input, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """The mean of the squared differences over the outputs of a sample.

    Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), ch. 11.

    >>> import numpy as np
    >>> MeanSquaredError.forward(np.array([[1.5, 2.0]]), np.array([[1.0, 3.0]]))
    array([0.625])
    """

    symbols = {
        "a": Input("n k"),
        "y": Target("n k"),
        "losses": Output("n"),
    }
    equations = """
        losses[n] = mean(k, (y[n,k] - a[n,k]) ** 2)  # the mean of the squared differences
    """
    gradients = """
        da[n,k] = 2 * (a[n,k] - y[n,k]) / size(k)  # derivative of the square, shared by the outputs
    """

    @staticmethod
    def forward(a: Array, y: Array) -> Array:
        return xp.mean((y - a) ** 2, axis=1)

    @staticmethod
    def backward(a: Array, y: Array) -> Array:
        return 2 * (a - y) / a.shape[1]
