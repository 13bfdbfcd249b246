"""L2: what a weight costs grows with its square."""

from dataclasses import dataclass

from conspect.penalties import Penalty
from conspect.roles import Hyperparameter, Output, Parameter
from conspect.rule import Array


@dataclass(frozen=True)
class L2(Penalty):
    """Half the squared weight, times `l2`; its gradient pulls every weight towards 0.

    It is PyTorch's `weight_decay` on the weights, stated as the term of the loss that it is.

    Args:
        l2: how much a weight costs.

    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), eq. 5.112.

    >>> L2.forward(3.0, 0.5), L2.backward(3.0, 0.5)
    (2.25, 1.5)
    """

    l2: float

    symbols = {
        "p": Parameter("..."),
        "l2": Hyperparameter(),
        "share": Output("..."),
    }
    equations = """
        share[...] = l2 * p[...] ** 2 / 2  # what large weights cost
    """
    gradients = """
        dp[...] = l2 * p[...]  # the penalty pulls the weight towards 0
    """

    @staticmethod
    def forward(p: Array, l2: Array) -> Array:
        return l2 * (p * p) / 2

    @staticmethod
    def backward(p: Array, l2: Array) -> Array:
        return l2 * p
