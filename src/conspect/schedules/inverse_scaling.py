"""Inverse scaling: the rate falls with a power of the samples seen."""

from dataclasses import dataclass

from conspect.roles import Hyperparameter, Input, Output, State
from conspect.rule import Array
from conspect.schedules import Schedule


@dataclass(frozen=True)
class InverseScaling(Schedule):
    """The rate falls with a power of the number of samples seen.

    Args:
        rows: samples an epoch.
        power: how steeply; ½ is the usual one for stochastic gradient descent.

    Source: H. Robbins, S. Monro, A stochastic approximation method (1951), eq. 27; in the form that
    scikit-learn has.

    >>> InverseScaling.forward(0.1, 2.0, 4.0, 0.5)
    0.03333333333333333
    """

    rows: float = 1.0
    power: float = 0.5

    symbols = {
        "learning_rate": Input(),
        "e": State(),
        "rows": Hyperparameter(),
        "power": Hyperparameter(),
        "rate": Output(),
    }
    equations = """
        rate = learning_rate / (e * rows + 1) ** power  # smaller, the more samples were seen
    """

    @staticmethod
    def forward(learning_rate: Array, e: Array, rows: Array, power: Array) -> Array:
        return learning_rate / (e * rows + 1) ** power
