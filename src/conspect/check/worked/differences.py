"""The slope of the loss along a direction, from replays of the forward pass: by no rule.

The quotient of the fourth order, D(h) = (8·(L(h) − L(−h)) − (L(2h) − L(−2h))) / 12h, beside the
plain one over the same points: how far the two are apart tells how good it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.losses import Objective
from conspect.check.analysis.moment import Moment
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.replay import Forward
from conspect.check.recording.tape import Node

Direction = Mapping[Node, Array]
"""How far each parameter is moved, by the version of it that the step reads."""

# Fifth root of the rounding of float64: there the fourth order and the rounding are level.
STEP = 2.0**-10


# What may be left of a difference between the sides, and the slope of what does not move.
_STEADY, _TINY = 1e-3, 1e-9

UNREPLAYABLE = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError)


@dataclass(frozen=True)
class Slope:
    """A slope, how far it may be off, and the slopes of the two sides."""

    value: float
    error: float
    behind: float
    ahead: float

    @property
    def shakes(self) -> float:
        """How far the slope may be off, the unlike slopes of a corner counted in."""
        return self.error + abs(self.ahead - self.behind)

    @property
    def is_steady(self) -> bool:
        """Whether it is a number, and the same from all sides."""
        return bool(np.isfinite(self.value)) and self.shakes <= _STEADY * abs(self.value) + _TINY


class Hill:
    """The loss of a step as a function of the parameters.

    Attributes:
        base: where the slopes are taken: the parameters as the step has read them, if not changed.
    """

    def __init__(self, case: Case, moment: Moment, objective: Objective) -> None:
        self.objective = objective
        self.base = {version: as_array(case.values(version)) for version in moment.step.versions}
        self._forward = Forward(self.base, moment.forward, objective.seeds, case.values)

    def height(self, direction: Direction, step: float) -> float:
        """The loss some way along a direction."""
        moved = {
            version: value + step * direction[version] if version in direction else value
            for version, value in self.base.items()
        }
        return float(self.objective.value(self._forward(like_recorded(moved))))

    def slope(self, direction: Direction, step: float = STEP) -> Slope:
        """The slope along a direction.

        Raises:
            UNREPLAYABLE: the program's own operations refuse other values, or some are lost.
        """
        here = self.height(direction, 0.0)
        far_back, back, ahead, far_ahead = (
            self.height(direction, k * step) for k in (-2.0, -1.0, 1.0, 2.0)
        )
        plain = (ahead - back) / (2 * step)
        value = (8 * (ahead - back) - (far_ahead - far_back)) / (12 * step)
        rounding = 8 * np.finfo(np.float64).eps * abs(here) / step
        return Slope(
            value,
            abs(value - plain) + rounding,
            (4 * (here - back) - (here - far_back)) / (2 * step),
            (4 * (ahead - here) - (far_ahead - here)) / (2 * step),
        )


def like_recorded(values: Mapping[Node, Array]) -> dict[Node, object]:
    """Other values of the recorded kinds: a matrix multiplies otherwise than an array."""
    return {
        node: np.asmatrix(value)
        if isinstance(node.value, np.matrix)
        else (value if value.ndim else float(value))
        for node, value in values.items()
    }
