"""Warm-up: the rate grows to its full size over the first epochs."""

from dataclasses import dataclass

from conspect import xp
from conspect.errors import InputError
from conspect.language import _
from conspect.roles import Hyperparameter, Input, Output, State
from conspect.rule import Array
from conspect.schedules import Schedule


@dataclass(frozen=True)
class WarmUp(Schedule):
    """The rate grows evenly over the first epochs, then stays.

    Args:
        warmup: the number of the epoch (from 1) that has the full rate.

    Source: P. Goyal et al., Accurate, large minibatch SGD (2017), section 2.2.

    >>> round(float(WarmUp.forward(0.1, 1.0, 4)), 6)
    0.05
    """

    warmup: int = 5

    symbols = {
        "learning_rate": Input(),
        "e": State(),
        "warmup": Hyperparameter(),
        "rate": Output(),
    }
    equations = """
        rate = learning_rate * (e + 1) / warmup if e + 1 < warmup else learning_rate  # grows to its full size, then stays
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.warmup < 1:
            raise InputError(
                _("{name} is {value!r}").format(name="warmup", value=self.warmup),
                _("write a whole number from 1 on"),
                origin=("warmup",),
            )

    @staticmethod
    def forward(learning_rate: Array, e: Array, warmup: Array) -> Array:
        return learning_rate * xp.minimum(e + 1, warmup) / warmup
