"""SGD: a step against the gradient."""

from dataclasses import dataclass

from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Output, Parameter
from conspect.rule import Array


@dataclass(frozen=True)
class SGD(Optimizer):
    """Stochastic gradient descent: a step against the gradient, as long as the learning rate says.

    Args:
        learning_rate: how far to go for a gradient of 1.

    Source: H. Robbins, S. Monro, A stochastic approximation method (1951).

    >>> SGD.forward(0.5, -2.0, 0.1)
    0.7
    """

    learning_rate: float = 0.1

    symbols = {
        "p": Parameter("..."),
        "dp": Input("..."),
        "learning_rate": Hyperparameter(),
        "new_p": Output("..."),
    }
    equations = """
        new_p[...] = p[...] - learning_rate * dp[...]  # a step against the gradient
    """

    @staticmethod
    def forward(p: Array, dp: Array, learning_rate: Array) -> Array:
        return p - learning_rate * dp
