"""Adagrad: the more a parameter has moved, the shorter its steps."""

from dataclasses import dataclass

from conspect import xp
from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """The gradient divided by the root of the sum of all its squares so far.

    Args:
        learning_rate: the length of the first step.
        eps: added to the root, so that nothing is divided by 0.

    Source: J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and
    stochastic optimization (2011).

    >>> new_v, new_p = Adagrad.forward(0.5, -2.0, 0.0, 0.1, 0.0)
    >>> float(new_v), float(new_p)
    (4.0, 0.6)
    """

    learning_rate: float = 0.01
    eps: float = 1e-10

    symbols = {
        "p": Parameter("..."),
        "dp": Input("..."),
        "v": State("..."),
        "learning_rate": Hyperparameter(),
        "eps": Hyperparameter(),
        "new_v": Output("..."),
        "new_p": Output("..."),
    }
    equations = """
        new_v[...] = v[...] + dp[...] ** 2                                       # the sum of all squared gradients
        new_p[...] = p[...] - learning_rate * dp[...] / (sqrt(new_v[...]) + eps)  # the more has been added up, the shorter the step
    """

    @staticmethod
    def forward(
        p: Array, dp: Array, v: Array, learning_rate: Array, eps: Array
    ) -> tuple[Array, Array]:
        new_v = v + dp * dp
        return new_v, p - learning_rate * dp / (xp.sqrt(new_v) + eps)
