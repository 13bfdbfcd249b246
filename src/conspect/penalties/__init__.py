"""Penalties on large parameters, one file each: a visible term of the loss.

A penalty is stated for one element of a parameter `p`; the shares of all elements of all trained
weights (not of biases) add up to the penalty of the network.
"""

from conspect.errors import InputError
from conspect.language import _
from conspect.rule import Rule

#: what is made small where there is a penalty
LOSS_WITH_PENALTY = "loss = data_loss + penalty  # what is made small"
#: the penalty where none of the weights that it counts is trained
NO_PENALTY = "penalty = 0  # no weight is trained"


class Penalty(Rule):
    """What large weights cost."""

    def __post_init__(self) -> None:
        for name, value in self.hyperparameters().items():
            if not 0 < value < float("inf"):
                raise InputError(
                    _("{name} is {value!r}").format(name=name, value=value),
                    _("write a number above 0, or leave it out"),
                    origin=(self.kind(),),
                )
