"""Optimizers, one file each. A new file here is all that a new optimizer takes.

An optimizer is stated for one parameter `p`: with its gradient `dp` and its state, if it keeps any,
it makes `new_p` and the new state, and names what it needs on the way.
"""

from typing import ClassVar

from conspect.errors import InputError
from conspect.language import _
from conspect.rule import Rule


class Optimizer(Rule):
    """How a parameter moves, once its gradient is known."""

    learning_rate: float

    #: hyperparameters that are shares, below 1
    shares: ClassVar[tuple[str, ...]] = ()
    #: whether it takes all rows at once and finds the length of its steps itself
    full_batch: ClassVar[bool] = False

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not 0 <= value < (1 if name in self.shares else float("inf")):
                raise InputError(
                    _("{name} is {value!r}").format(name=name, value=value),
                    _("write a number from 0 to below 1, 0.9 say")
                    if name in self.shares
                    else _("write a number from 0 on, 0.1 say"),
                    origin=(name,),
                )
