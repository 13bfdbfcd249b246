"""The loss along one direction in the space of the parameters."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from conspect.gradients.arrays import Floats
from conspect.gradients.objective import Objective

# Small enough for the second order to vanish, large enough not to underflow.
_COMPLEX_STEP = 2.0**-70


@dataclass(frozen=True, eq=False)
class Direction:
    """Elements of one array, each with the share by which it moves.

    Attributes:
        name: of the array.
        places: the positions of the elements in the flat array.
        shares: how far each moves while the path goes from 0 to 1.
    """

    name: str
    places: npt.NDArray[np.intp]
    shares: Floats

    def of(self, gradient: Floats) -> float:
        """The slope in this direction that a gradient claims."""
        return float(gradient.ravel()[self.places] @ self.shares)


@dataclass(frozen=True)
class Path:
    """The loss as a function of one number t, the place along the direction.

    Slopes by t are in the unit of the loss itself, whatever the size of the parameters.
    """

    objective: Objective
    direction: Direction

    def at(self, t: float) -> tuple[float, float]:
        """The place that was really reached, after rounding, and the loss there."""
        name, places, shares = self.direction.name, self.direction.places, self.direction.shares
        start = self.objective.point[name]
        wanted = start.copy()
        wanted.ravel()[places] += t * shares
        held = self.objective.reached(name, wanted)
        distance = held.ravel()[places] - start.ravel()[places]
        place = float(distance @ shares) / float(shares @ shares)
        return place, self.objective.at({**self.objective.point, name: held})

    def complex_slope(self) -> float | None:
        """The slope by a complex step; None if the code takes none.

        It is wrong without a word where the code is not analytic: confirm it.
        """
        name, places, shares = self.direction.name, self.direction.places, self.direction.shares
        nudged = self.objective.point[name].astype(complex)
        nudged.ravel()[places] += 1j * _COMPLEX_STEP * shares
        value = self.objective.at_complex({**self.objective.point, name: nudged})
        if value is None or not np.isfinite(value):
            return None
        return value.imag / _COMPLEX_STEP
