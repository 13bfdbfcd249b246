"""Half squared error: half the sum of the squared differences."""

from dataclasses import dataclass

from conspect import xp
from conspect.losses import Loss
from conspect.roles import Input, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class HalfSquaredError(Loss):
    """Half the sum of the squared differences; the ½ makes the slope the difference itself.

    Source: D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors
    (1986), eq. 3.

    >>> import numpy as np
    >>> HalfSquaredError.forward(np.array([[1.5, 2.0]]), np.array([[1.0, 3.0]]))
    array([0.625])
    """

    symbols = {
        "a": Input("n k"),
        "y": Target("n k"),
        "losses": Output("n"),
    }
    equations = """
        losses[n] = sum(k, (y[n,k] - a[n,k]) ** 2) / 2  # half the squared distance to the target
    """
    gradients = """
        da[n,k] = a[n,k] - y[n,k]  # derivative of the half squared error: output minus target
    """

    @staticmethod
    def forward(a: Array, y: Array) -> Array:
        return xp.sum((y - a) ** 2, axis=1) / 2

    @staticmethod
    def backward(a: Array, y: Array) -> Array:
        return a - y
