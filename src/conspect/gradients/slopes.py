"""The slope of a path at its start, and how far it may be off.

Central differences at steps that halve, extrapolated to step 0 (Richardson, by Neville's scheme);
the extrapolation that is surest wins, counting both what the order leaves out and the rounding of
the loss. Halving goes on until rounding alone is worse than what has been reached, so that steps
fit the loss whatever its scale.

Sources: C. J. F. Ridders, Accurate computation of F'(x) and F'(x)F''(x) (1982); for the noise,
J. J. Moré, S. M. Wild, Estimating computational noise (2011).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from conspect.gradients.path import Path

_ORDERS = 7  # columns of the scheme
_HALVINGS = 60
_SHALLOW = 6
_SINGLE = 2.0**-23
_COARSER = 64.0
_FIRST = 0.125  # of the scale of the parameters
# The extrapolation adds up rounding errors of several quotients: by less than this factor.
_AMPLIFIED = 8.0
# The change from one extrapolation to the next is as a rule more than the error that is left; but
# the smallest of many changes may be small by chance.
_CAREFUL = 2.0

#: Below this relative error a slope is good enough, and no larger steps are tried.
_GOOD = 2.0**-30


@dataclass(frozen=True)
class Slope:
    """A slope, and how far it may be off."""

    value: float
    error: float


@dataclass(frozen=True)
class Noise:
    """How far the loss may be off by rounding.

    Attributes:
        size: the absolute error of its values.
        precision: of the coarsest numbers on the way from the parameters to it.
    """

    size: float
    precision: float

    def of_difference(self, first: float, second: float) -> float:
        """The rounding error of the difference of two values of the loss."""
        larger = self.precision * max(abs(first), abs(second))
        # The place where the loss is taken is rounded as well: as a share of the way to it.
        way = self.precision * abs(first - second)
        return 2 * max(self.size, larger) + way if math.isfinite(larger) else math.inf


UNKNOWN = Slope(math.nan, math.inf)


def central_slope(path: Path, noise: Noise, *, scale: float = 1.0) -> Slope:
    """The slope from both sides.

    Args:
        path: its place 1 is as far from 0 as the parameters are large.
        noise: how far the loss may be off by rounding.
        scale: the first step is an eighth of that.
    """

    def quotient(step: float) -> tuple[float, float]:
        (up, above), (down, below) = path.at(step), path.at(-step)
        return _quotient(up - down, above - below, noise.of_difference(above, below))

    return _widened(quotient, 4.0, scale)


def one_sided_slope(path: Path, noise: Noise, side: int, *, scale: float = 1.0) -> Slope:
    """The slope from one side: ahead (1) or behind (-1)."""
    here = path.objective.value

    def quotient(step: float) -> tuple[float, float]:
        place, value = path.at(side * step)
        return _quotient(place, value - here, noise.of_difference(value, here))

    return _widened(quotient, 2.0, scale)


def noise_of(path: Path) -> Noise:
    """How far the loss is off by rounding, read off its differences over tiny steps.

    A smooth function's high differences vanish over steps of some units in the last place; what is
    left of them is rounding. Where such steps do not show, the loss may round more than its
    parameters do, and steps for single precision are taken too.
    """
    precision = path.objective.precision
    least = precision * abs(path.objective.value) / 2
    fine = _values(path, 64 * precision)
    noise = Noise(max(least, _roughness(fine)), precision)
    if precision < _SINGLE and len(set(fine)) <= len(fine) // 2:
        coarse = _roughness(_values(path, 64 * _SINGLE))
        if coarse > _COARSER * noise.size:
            return Noise(coarse, _SINGLE)
    return noise


def _values(path: Path, step: float) -> list[float]:
    return [path.at(k * step)[1] for k in range(-4, 5)]


def _roughness(values: list[float]) -> float:
    """What the high differences say of the size of the errors; 0 if there are no values."""
    found = [0.0]
    differences = np.array(values)
    for order in range(1, 7):
        differences = np.diff(differences)
        if order >= 4:
            share = math.factorial(order) ** 2 / math.factorial(2 * order)
            found.append(math.sqrt(share * float(np.mean(differences**2))))
    return max(found) if np.isfinite(found).all() else 0.0


def _widened(quotient: Callable[[float], tuple[float, float]], ratio: float, scale: float) -> Slope:
    """The surest slope of those from several first steps.

    Parameters near 0 say nothing of the scale on which the loss changes: where the first steps are
    the best and still not good, larger ones are tried.
    """
    first = scale * _FIRST
    best, depth = _extrapolated(quotient, ratio, first)
    for power in (7, 14, 21):
        if best.error <= _GOOD * abs(best.value) or depth > _SHALLOW:
            break
        wider, depth = _extrapolated(quotient, ratio, first * 2.0**power)
        if wider.error < best.error:
            best = wider
    return best


def _extrapolated(
    quotient: Callable[[float], tuple[float, float]], ratio: float, step: float
) -> tuple[Slope, int]:
    """The surest slope, and how many times the step was halved for it."""
    best, depth, above = UNKNOWN, 0, list[float]()
    for halvings in range(_HALVINGS):
        value, rounding = quotient(step)
        step /= 2
        if math.isnan(rounding):
            break
        if not math.isfinite(value):
            above = []
            continue
        row = [value]
        for order, left in enumerate(above[: _ORDERS - 1], 1):
            row.append(row[-1] + (row[-1] - left) / (ratio**order - 1))
        for order in range(1, len(row)):
            change = max(abs(row[order] - row[order - 1]), abs(row[order] - above[order - 1]))
            error = _CAREFUL * change + _AMPLIFIED * rounding
            if error < best.error:
                best, depth = Slope(row[order], error), halvings
        if _AMPLIFIED * rounding > best.error:
            break
        above = row
    return best, depth


def _quotient(run: float, rise: float, rounding: float) -> tuple[float, float]:
    """A difference quotient and its rounding error; NaN for both if the step came to nothing."""
    if run == 0:
        return math.nan, math.nan
    return rise / run, abs(rounding / run)
