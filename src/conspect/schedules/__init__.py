"""Schedules of the learning rate, one file each. A new file here is all that a new one takes.

A schedule makes the `rate` of an epoch from the optimizer's `learning_rate` and from its own state,
single numbers that change after every epoch. `e` counts the epochs done.
"""

from collections.abc import Mapping

from conspect.errors import InputError
from conspect.language import _
from conspect.roles import State
from conspect.rule import Rule

Progress = Mapping[str, float]


class Schedule(Rule):
    """How the learning rate changes from epoch to epoch."""

    def __post_init__(self) -> None:
        for name, value in self.hyperparameters().items():
            if not 0 <= value < float("inf"):
                raise InputError(
                    _("{name} is {value!r}").format(name=name, value=value),
                    _("write a number from 0 on"),
                    origin=(name,),
                )

    def start(self) -> dict[str, float]:
        """The state before the first epoch."""
        return dict.fromkeys(self.with_role(State), 0.0)

    def after_epoch(self, progress: Progress, loss: float) -> dict[str, float]:
        """The state after an epoch.

        Args:
            progress: the state before it.
            loss: what it came to: the validation loss if there is one, else the loss.
        """
        return {**progress, "e": progress["e"] + 1}
