"""Step: the rate drops every so many epochs."""

from dataclasses import dataclass

from conspect.errors import InputError
from conspect.language import _
from conspect.roles import Hyperparameter, Input, Output, State
from conspect.rule import Array
from conspect.schedules import Schedule


@dataclass(frozen=True)
class StepDecay(Schedule):
    """The rate drops by a factor every so many epochs.

    Args:
        every: epochs from drop to drop.
        gamma: the factor.

    Source: PyTorch, torch.optim.lr_scheduler.StepLR.

    >>> round(StepDecay.forward(0.1, 2.0, 0.5), 6)
    0.025
    >>> StepDecay(every=3).after_epoch({"e": 5.0, "drops": 1.0}, loss=0.5)
    {'e': 6.0, 'drops': 2.0}
    """

    every: int = 10
    gamma: float = 0.1

    symbols = {
        "learning_rate": Input(),
        "e": State(),
        "drops": State(),
        "gamma": Hyperparameter(),
        "rate": Output(),
    }
    equations = """
        rate = learning_rate * gamma ** drops  # smaller by the same factor at every drop
    """
    progression = """
        new_e     = e + 1
        new_drops = drops + 1 if new_e >= every * (drops + 1) else drops
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.every < 1:
            raise InputError(
                _("{name} is {value!r}").format(name="every", value=self.every),
                _("write a whole number from 1 on"),
                origin=("every",),
            )

    @staticmethod
    def forward(learning_rate: Array, drops: Array, gamma: Array) -> Array:
        return learning_rate * gamma**drops
