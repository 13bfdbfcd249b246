"""RMSprop: every parameter measures its step by the size of its recent gradients."""

from dataclasses import dataclass

from conspect import xp
from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """The gradient divided by the root of the running mean of its squares.

    Args:
        learning_rate: how far to go for a gradient of its usual size.
        alpha: the share of the running mean that stays.
        eps: added to the root, so that nothing is divided by 0.

    Source: T. Tieleman, G. Hinton, Lecture 6.5, Neural networks for machine learning (2012).

    >>> new_v, new_p = RMSprop.forward(0.5, -2.0, 4.0, 0.1, 0.5, 0.0)
    >>> float(new_v), float(new_p)
    (4.0, 0.6)
    """

    learning_rate: float = 0.01
    alpha: float = 0.99
    eps: float = 1e-8

    symbols = {
        "p": Parameter("..."),
        "dp": Input("..."),
        "v": State("..."),
        "learning_rate": Hyperparameter(),
        "alpha": Hyperparameter(),
        "eps": Hyperparameter(),
        "new_v": Output("..."),
        "new_p": Output("..."),
    }
    equations = """
        new_v[...] = alpha * v[...] + (1 - alpha) * dp[...] ** 2                 # the running mean of the squared gradient
        new_p[...] = p[...] - learning_rate * dp[...] / (sqrt(new_v[...]) + eps)  # a step measured by the usual size of the gradient
    """
    shares = ("alpha",)

    @staticmethod
    def forward(
        p: Array, dp: Array, v: Array, learning_rate: Array, alpha: Array, eps: Array
    ) -> tuple[Array, Array]:
        new_v = alpha * v + (1 - alpha) * (dp * dp)
        return new_v, p - learning_rate * dp / (xp.sqrt(new_v) + eps)
