"""Schedules of the learning rate, one file each. A new file here is all that a new one takes.

A schedule makes the `rate` of an epoch from the optimizer's `learning_rate` and from its own state,
single numbers that change after every epoch. `e` counts the epochs done.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import ClassVar

from conspect.equations.evaluate import evaluate_equations
from conspect.equations.parse import parse_equations
from conspect.errors import InputError
from conspect.language import _
from conspect.roles import State
from conspect.rule import Rule

Progress = Mapping[str, float]


class Schedule(Rule):
    """How the learning rate changes from epoch to epoch."""

    #: how the state goes on after an epoch, from the state before, the fields, and the epoch's `loss`
    progression: ClassVar[str] = "new_e = e + 1"

    #: what the state starts from, where that is not 0
    first: ClassVar[Progress] = {}

    def __post_init__(self) -> None:
        for name, value in self.hyperparameters().items():
            if not 0 <= value < float("inf"):
                raise InputError(
                    _("{name} is {value!r}").format(name=name, value=value),
                    _("write a number from 0 on"),
                    origin=(name,),
                )

    @classmethod
    def start(cls) -> dict[str, float]:
        """The state before the first epoch."""
        return {**dict.fromkeys(cls.with_role(State), 0.0), **cls.first}

    def after_epoch(self, progress: Progress, loss: float) -> dict[str, float]:
        """The state after an epoch.

        Args:
            progress: the state before it.
            loss: what it came to: the validation loss if there is one, else the loss.
        """
        assert is_dataclass(self)
        settings = {field.name: getattr(self, field.name) for field in fields(self)}
        known = {**settings, **progress, "loss": loss}
        made = evaluate_equations(parse_equations(self.progression), known, {})
        new = {name.removeprefix("new_"): float(value[()]) for name, value in made.items()}
        return {name: new.get(name, value) for name, value in progress.items()}
