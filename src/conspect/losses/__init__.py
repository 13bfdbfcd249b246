"""Losses, one file each. A new file here is all that a new loss takes.

A loss is stated for one sample; the reduction says how the samples' losses make the batch's.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from conspect.equations.parse import parse_equations
from conspect.equations.tree import Equation
from conspect.errors import InputError
from conspect.language import _
from conspect.registry import nearest
from conspect.rule import Rule

REDUCTIONS = {
    "mean": "loss = mean(n, losses[n])  # the mean over the samples",
    "sum": "loss = sum(n, losses[n])  # the sum over the samples",
}


@dataclass(frozen=True)
class Targets:
    """What the targets of a loss may be.

    Attributes:
        least, most: the smallest and the largest.
        total: what a row of them adds up to; None for anything.
        said: what they are, in words (a message to be translated).
    """

    least: float = float("-inf")
    most: float = float("inf")
    total: float | None = None
    said: str = ""

    def are_met(self, y: npt.NDArray[np.float64]) -> bool:
        """Whether rows of targets are so."""
        within = (y >= self.least).all() and (y <= self.most).all()
        total = self.total
        return bool(
            within and (total is None or np.allclose(y.sum(axis=1), total, rtol=0, atol=1e-9))
        )


@dataclass(frozen=True)
class Loss(Rule):
    """What a network is told about its answer: one number a sample, 0 if the answer is perfect.

    Args:
        reduction: `mean` or `sum` over the samples of a batch.
    """

    reduction: str = "mean"

    #: the activation that the loss contains, so that both are one step: `sigmoid`, say
    absorbs: ClassVar[str | None] = None

    targets: ClassVar[Targets] = Targets()

    #: whether targets are classes, and answers their probabilities
    tells_classes: ClassVar[bool] = False

    #: whether targets may be class numbers, counted from 0
    class_numbers: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if self.reduction not in REDUCTIONS:
            raise InputError(
                _("unknown reduction {name!r}").format(name=self.reduction),
                nearest(self.reduction, REDUCTIONS),
                origin=("reduction",),
            )

    def reduction_equation(self) -> Equation:
        """How the samples' losses make the batch's."""
        return parse_equations(REDUCTIONS[self.reduction])[0]

    def divisor(self, samples: float) -> float:
        """What the sum of the samples' losses is divided by: N for the mean, 1 for the sum.

        Where samples have weights, N is the sum of these.
        """
        return samples if self.reduction == "mean" else 1

    @classmethod
    def wrong_target(cls, y: npt.NDArray[np.float64]) -> str:
        """What is wrong with the targets, rows of one number an output; empty if nothing is."""
        return "" if cls.targets.are_met(y) else _(cls.targets.said)
