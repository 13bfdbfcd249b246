"""Cosine: the rate falls along half a wave, after a warm-up if wanted."""

from dataclasses import dataclass

from conspect import xp
from conspect.errors import InputError
from conspect.language import _
from conspect.roles import Hyperparameter, Input, Output, State
from conspect.rule import Array
from conspect.schedules import Schedule


@dataclass(frozen=True)
class Cosine(Schedule):
    """The rate falls from its full size to the lowest along half a cosine wave, and stays there.

    Args:
        period: epochs until it is lowest.
        lowest: the rate then.
        warmup: epochs before, over which the rate grows evenly.

    Source: I. Loshchilov, F. Hutter, SGDR: stochastic gradient descent with warm restarts (2017),
    eq. 5.

    >>> [round(float(rate), 6) for rate in Cosine.forward(0.1, 5.0, 10, 0.0, 0)]
    [0.5, 0.05]
    """

    period: int
    lowest: float = 0.0
    warmup: int = 0

    symbols = {
        "learning_rate": Input(),
        "e": State(),
        "period": Hyperparameter(),
        "lowest": Hyperparameter(),
        "warmup": Hyperparameter(),
        "way": Output(),
        "rate": Output(),
    }
    equations = """
        way  = (e - warmup) / period if e < warmup + period else 1  # how far along the wave
        rate = lowest + (learning_rate - lowest) * (1 + cos(pi * way)) / 2 if way >= 0 else learning_rate * (e + 1) / (warmup + 1)  # half a wave down, after an even rise
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.period < 1:
            raise InputError(
                _("{name} is {value!r}").format(name="period", value=self.period),
                _("write a whole number from 1 on"),
                origin=("period",),
            )

    @staticmethod
    def forward(
        learning_rate: Array, e: Array, period: Array, lowest: Array, warmup: Array
    ) -> tuple[Array, Array]:
        way = xp.minimum((e - warmup) / period, 1)
        wave = lowest + (learning_rate - lowest) * (1 + xp.cos(xp.pi * way)) / 2
        return way, xp.where(way >= 0, wave, learning_rate * (e + 1) / (warmup + 1))
