"""Momentum: the step builds up where gradients keep their direction."""

from dataclasses import dataclass

from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Gradients add up in a velocity that fades by a constant share each step; it moves the parameter.

    As in PyTorch the velocity is a sum of gradients; the learning rate is applied outside it.

    Args:
        learning_rate: how far to go for a velocity of 1.
        momentum: the share of the velocity that stays.

    Source: B. Polyak, Some methods of speeding up the convergence of iteration methods (1964);
    I. Sutskever et al., On the importance of initialization and momentum in deep learning (2013).

    >>> Momentum.forward(0.5, -2.0, -1.0, 0.1, 0.5)
    (-2.5, 0.75)
    """

    learning_rate: float = 0.001
    momentum: float = 0.9

    symbols = {
        "p": Parameter("..."),
        "dp": Input("..."),
        "m": State("..."),
        "learning_rate": Hyperparameter(),
        "momentum": Hyperparameter(),
        "new_m": Output("..."),
        "new_p": Output("..."),
    }
    equations = """
        new_m[...] = momentum * m[...] + dp[...]         # the velocity fades a little and takes the gradient in
        new_p[...] = p[...] - learning_rate * new_m[...]  # a step against the velocity
    """
    shares = ("momentum",)

    @staticmethod
    def forward(
        p: Array, dp: Array, m: Array, learning_rate: Array, momentum: Array
    ) -> tuple[Array, Array]:
        new_m = momentum * m + dp
        return new_m, p - learning_rate * new_m
