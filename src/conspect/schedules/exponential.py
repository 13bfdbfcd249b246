"""Exponential: the rate shrinks by the same factor every epoch."""

from dataclasses import dataclass

from conspect.roles import Hyperparameter, Input, Output, State
from conspect.rule import Array
from conspect.schedules import Schedule


@dataclass(frozen=True)
class Exponential(Schedule):
    """The rate shrinks by the same factor every epoch.

    Args:
        gamma: the factor.

    Source: PyTorch, torch.optim.lr_scheduler.ExponentialLR.

    >>> round(Exponential.forward(0.1, 2.0, 0.5), 6)
    0.025
    """

    gamma: float = 0.9

    symbols = {
        "learning_rate": Input(),
        "e": State(),
        "gamma": Hyperparameter(),
        "rate": Output(),
    }
    equations = """
        rate = learning_rate * gamma ** e  # smaller by the same factor every epoch
    """

    @staticmethod
    def forward(learning_rate: Array, e: Array, gamma: Array) -> Array:
        return learning_rate * gamma**e
