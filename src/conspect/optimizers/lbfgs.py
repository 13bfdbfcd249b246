"""L-BFGS: all rows at once, along a direction that the last gradients point out."""

from dataclasses import dataclass
from typing import ClassVar

from conspect.errors import InputError
from conspect.language import _
from conspect.optimizers import Optimizer
from conspect.roles import Output, Parameter, State
from conspect.rule import Array


@dataclass(frozen=True)
class LBFGS(Optimizer):
    """A step along a direction, as long as a line search finds good.

    The direction is the gradient turned by what the gradients of the steps before tell about the
    curvature; the first one is the gradient itself, downhill. SciPy finds direction and length from
    all rows together (`conspect.training.full_batch`); the rule states the step that comes of them.

    Args:
        learning_rate: has no part in it, since the line search finds the length of every step; so
            that a network file needs only its `optimizer` changed.
        history_size: how many steps before are remembered.
        tolerance_grad: the end, once no gradient is larger.
        tolerance_change: the end, once the loss falls by less.

    Source: D. Liu, J. Nocedal, On the limited memory BFGS method for large scale optimization
    (1989), algorithm 2.1.

    >>> LBFGS.forward(0.5, -2.0, 0.25)
    0.0
    """

    learning_rate: float = 1.0
    history_size: int = 100
    tolerance_grad: float = 1e-7
    tolerance_change: float = 1e-9

    symbols = {
        "p": Parameter("..."),
        "direction": State("..."),
        "step": State(),
        "new_p": Output("..."),
    }
    equations = """
        new_p[...] = p[...] + step * direction[...]  # along the direction that the last gradients point out, as far as the line search went
    """
    full_batch: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.history_size < 1:
            raise InputError(
                _("{name} is {value!r}").format(name="history_size", value=self.history_size),
                _("write a whole number from 1 on"),
                origin=("history_size",),
            )

    @staticmethod
    def forward(p: Array, direction: Array, step: Array) -> Array:
        return p + step * direction
