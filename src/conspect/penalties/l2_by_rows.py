"""L2 by rows: what weights cost is shared by the rows of the batch."""

from dataclasses import dataclass

from conspect.penalties import Penalty
from conspect.roles import Given, Hyperparameter, Output, Parameter
from conspect.rule import Array


@dataclass(frozen=True)
class L2ByRows(Penalty):
    """Half the squared weight, times `alpha`, divided by what the rows of the batch weigh together.

    It is scikit-learn's `alpha`: a smaller last batch pulls the weights harder.

    Args:
        alpha: how much a weight costs.

    Source: scikit-learn, sklearn.neural_network, user guide 1.17.7.

    >>> L2ByRows.forward(3.0, 4.0, 0.5), L2ByRows.backward(3.0, 4.0, 0.5)
    (0.5625, 0.375)
    """

    alpha: float

    symbols = {
        "p": Parameter("..."),
        "rows": Given(),
        "alpha": Hyperparameter(),
        "share": Output("..."),
    }
    equations = """
        share[...] = alpha * p[...] ** 2 / (2 * rows)  # what large weights cost, shared by the rows
    """
    gradients = """
        dp[...] = alpha / rows * p[...]  # the penalty pulls the weight towards 0
    """

    @staticmethod
    def forward(p: Array, rows: Array, alpha: Array) -> Array:
        return alpha / (2 * rows) * (p * p)

    @staticmethod
    def backward(p: Array, rows: Array, alpha: Array) -> Array:
        return alpha / rows * p
