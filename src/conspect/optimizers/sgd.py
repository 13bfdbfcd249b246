"""SGD: a step against the gradient."""

from dataclasses import dataclass

from conspect.errors import InputError
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

    def __post_init__(self) -> None:
        if not 0 <= self.learning_rate < float("inf"):
            raise InputError(
                f"learning_rate is {self.learning_rate!r}",
                "write a number from 0 on, 0.1 say",
                origin=("learning_rate",),
            )

    @staticmethod
    def forward(p: Array, dp: Array, learning_rate: Array) -> Array:
        return p - learning_rate * dp
