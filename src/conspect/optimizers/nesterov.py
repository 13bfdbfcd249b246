"""Nesterov: momentum that looks one step ahead."""

from dataclasses import dataclass

from conspect.optimizers import Optimizer
from conspect.roles import Hyperparameter, Input, Intermediate, Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class Nesterov(Optimizer):
    """Momentum whose step already counts on the velocity of the next one.

    Args:
        learning_rate: how far to go for a velocity of 1.
        momentum: the share of the velocity that stays.

    Source: Y. Nesterov, A method of solving a convex programming problem with convergence rate
    O(1/k²) (1983); in the form of I. Sutskever et al. (2013) that PyTorch has.

    >>> Nesterov.forward(0.5, -2.0, -1.0, 0.1, 0.5)
    (-2.5, -3.25, 0.825)
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
        "ahead": Intermediate("..."),
        "new_p": Output("..."),
    }
    equations = """
        new_m[...] = momentum * m[...] + dp[...]          # the velocity fades a little and takes the gradient in
        ahead[...] = dp[...] + momentum * new_m[...]      # the gradient, and where the velocity will carry it
        new_p[...] = p[...] - learning_rate * ahead[...]  # a step against both
    """
    shares = ("momentum",)

    @staticmethod
    def forward(
        p: Array, dp: Array, m: Array, learning_rate: Array, momentum: Array
    ) -> tuple[Array, Array, Array]:
        new_m = momentum * m + dp
        ahead = dp + momentum * new_m
        return new_m, ahead, p - learning_rate * ahead
