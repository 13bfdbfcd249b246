"""Mean absolute error: the mean of the distances over a sample's outputs."""

from dataclasses import dataclass

from conspect import xp
from conspect.losses import Loss
from conspect.roles import Input, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class MeanAbsoluteError(Loss):
    """The mean of the distances over the outputs of a sample; its slope where they agree is 0.

    Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), 10.6.

    >>> import numpy as np
    >>> MeanAbsoluteError.forward(np.array([[1.5, 2.0]]), np.array([[1.0, 3.0]]))
    array([0.75])
    """

    symbols = {
        "a": Input("n k"),
        "y": Target("n k"),
        "losses": Output("n"),
    }
    equations = """
        losses[n] = mean(k, abs(y[n,k] - a[n,k]))  # the mean distance to the target
    """
    gradients = """
        da[n,k] = sign(a[n,k] - y[n,k]) / size(k)  # derivative of the distance: only its direction
    """

    @staticmethod
    def forward(a: Array, y: Array) -> Array:
        return xp.mean(xp.abs(y - a), axis=1)

    @staticmethod
    def backward(a: Array, y: Array) -> Array:
        return xp.sign(a - y) / a.shape[1]
