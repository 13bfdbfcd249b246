"""A claimed slope held against the true one.

What is allowed comes from the arithmetic: how far the difference itself may be off, and how exact
the claimed numbers can be in the precision that they were worked out in. Before a claim is called
wrong, it is looked at again: by other steps, from each side, and at how much the slope changes if
the parameters are rounded.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from conspect.gradients.arrays import Floats
from conspect.gradients.claim import Claim
from conspect.gradients.objective import Objective
from conspect.gradients.path import Direction, Path
from conspect.gradients.slopes import Noise, Slope, central_slope, noise_of, one_sided_slope

Verdict = Literal["right", "wrong", "kink", "unclear"]

# Rounding of sums and products, in units in the last place of the largest number involved.
_SUMS = 8
# The noise of the loss shows once in a difference, but at each step on the way to a gradient.
_STEPS = 16
# Other steps for the second look, from large to small.
_OTHER_SCALE = 0.17
_SMALLER = (_OTHER_SCALE, 2.0**-10, 2.0**-20)
# For the change of the slope where parameters are rounded: so far they are moved, as a share.
_SHIFT = 2.0**-13
_NEARBY = 24
# No step is meant to change the loss by more than so many times itself.
_FULL_CHANGE = 10.0


@dataclass(frozen=True)
class Finding:
    """One direction, judged. All numbers are slopes along it.

    Attributes:
        direction: which elements moved, and how far.
        verdict: right; wrong; kink: the loss has a corner here and the claim lies between the
            slopes of its sides; unclear: a corner, and the claim lies elsewhere.
        claimed: the slope that the gradient claims.
        slope: the true one, and how far it may be off.
        allowed: by how much the claim may be off by its own rounding.
        sides: the slopes behind and ahead, at a corner.
    """

    direction: Direction
    verdict: Verdict
    claimed: float
    slope: Slope
    allowed: float
    sides: tuple[float, float] | None = None

    @property
    def off(self) -> float:
        """The distance from the true slope, in units of what is allowed."""
        distance, allowed = abs(self.claimed - self.slope.value), self.slope.error + self.allowed
        return distance / allowed if allowed else math.inf if distance else 0.0


@dataclass(frozen=True)
class Judge:
    """Judges directions in the space of one array.

    Attributes:
        objective: the loss.
        name: of the array.
        claim: its claimed gradient.
        seed: of the random directions.
        asks_nearby: whether the claim can be asked for at another point too; where several corners
            meet, that tells more than one point can.
    """

    objective: Objective
    name: str
    claim: Claim
    seed: int
    asks_nearby: bool

    @cached_property
    def scales(self) -> Floats:
        """How far each element moves: as far as it is large, or its array, whichever is more.

        An element that is small in its array moves less if the claim says that it counts for much.
        """
        values = np.abs(self.objective.point[self.name])
        with np.errstate(divide="ignore", invalid="ignore"):
            telling = _FULL_CHANGE * abs(self.objective.value) / np.abs(self.claim.gradient)
        size = self.objective.sizes()[self.name]
        small = np.where(telling > 0, np.minimum(size, telling), size)
        return np.asarray(np.maximum(values, small))

    @cached_property
    def noise(self) -> Noise:
        """How far the loss is off by rounding when this array moves a little."""
        signs = np.random.default_rng(self.seed).choice([-1.0, 1.0], self.scales.size)
        places = np.arange(self.scales.size)
        everywhere = Direction(self.name, places, signs * self.scales.ravel())
        return noise_of(Path(self.objective, everywhere))

    @cached_property
    def allowances(self) -> tuple[Floats, Floats]:
        """How far each claimed number may be off: what is independent of others, what is not."""
        gradient, precision = np.abs(self.claim.gradient), self.claim.precision
        # Code that loses half of its digits to cancellation, in a(1 - a) say, is still right.
        own = math.sqrt(precision) * gradient
        noise = self.noise.size * max(precision / self.noise.precision, 1.0)
        shared = _SUMS * precision * gradient.max(initial=0) + _STEPS * noise / self.scales
        return own, shared + 2 * self.claim.rounding

    def allowed(self, direction: Direction, *, at_most: bool = False) -> float:
        """How far a claimed slope may be off; at most, or as errors of random signs add up."""
        own, shared = (part.ravel()[direction.places] for part in self.allowances)
        shares = np.abs(direction.shares)
        total = own @ shares if at_most else math.sqrt((own * shares) @ (own * shares))
        return float(total + shared @ shares)

    def element(self, place: int) -> Direction:
        """The direction of one element."""
        return Direction(self.name, np.array([place]), self.scales.ravel()[place : place + 1])

    def path(self, direction: Direction) -> Path:
        """The loss along a direction."""
        return Path(self.objective, direction)

    def trusts_complex(self, directions: list[Direction]) -> bool:
        """Whether the complex step gives the slopes that differences give."""
        for direction in directions:
            path = self.path(direction)
            exact = path.complex_slope()
            if exact is None:
                return False
            slope = central_slope(path, self.noise)
            largest = max(abs(exact), abs(slope.value))
            if not (abs(exact - slope.value) <= slope.error and slope.error <= 1e-6 * largest):
                return slope.error == 0 and exact == slope.value
        return True

    def look(self, direction: Direction, *, exactly: bool) -> Finding:
        """Judge a direction.

        Args:
            direction: the one to judge.
            exactly: whether the complex step may be believed where it agrees with the claim.
        """
        path, claimed = self.path(direction), direction.of(self.claim.gradient)
        allowed = self.allowed(direction)
        exact = path.complex_slope() if exactly else None
        if exact is not None:
            slope = Slope(exact, _SUMS * self.noise.precision * abs(exact))
            if abs(claimed - exact) <= slope.error + allowed:
                return Finding(direction, "right", claimed, slope, allowed)
        slope = central_slope(path, self.noise)
        finding = Finding(direction, "right", claimed, slope, allowed)
        doubtful = exact is not None and abs(exact - slope.value) > slope.error
        if finding.off <= 1 and not doubtful:
            return finding
        finding = self.second_look(path, finding)
        if exact is not None and finding.verdict == "wrong":
            finding = _sharpened(finding, exact)
        return finding

    def second_look(self, path: Path, first: Finding) -> Finding:
        """Judge a direction whose claim seems to be wrong."""
        cornered = self.at_corner(path, first)
        if cornered is not None:
            return cornered
        slope = first.slope
        for scale in _SMALLER:
            slope = _agreed(slope, central_slope(path, self.noise, scale=scale))
        finding = replace(first, slope=slope)
        if finding.off <= 1:
            return finding
        finding = replace(finding, allowed=finding.allowed + self.wobble(path, finding.slope))
        if not math.isfinite(finding.off):
            return replace(finding, verdict="unclear")
        return replace(finding, verdict="right" if finding.off <= 1 else "wrong")

    def at_corner(self, path: Path, finding: Finding) -> Finding | None:
        """The finding where the loss has a corner or an edge; None where it has neither."""
        behind, ahead = (self.from_side(path, side) for side in (-1, 1))
        known = [slope for slope in (behind, ahead) if math.isfinite(slope.error)]
        if len(known) < 2:
            edge = replace(finding, slope=known[0]) if known else finding
            return replace(edge, verdict="right" if edge.off <= 1 else "unclear")
        uncertain = 2 * (behind.error + ahead.error)
        if not abs(ahead.value - behind.value) > uncertain:
            return None
        sides = (behind.value, ahead.value)
        error = max(behind.error, ahead.error)
        cornered = replace(finding, slope=Slope(finding.slope.value, error), sides=sides)
        within = _distance(finding.claimed, sides) <= error + finding.allowed
        if not within and not self.asks_nearby:
            # Where several corners meet, the slopes nearby span what may be claimed.
            nearby = self.slopes_nearby(path.direction)
            within = _distance(finding.claimed, (*sides, *nearby)) <= error + finding.allowed
        return replace(cornered, verdict="kink" if within else "unclear")

    def from_side(self, path: Path, side: int) -> Slope:
        """The slope from one side, the surer of two tries."""
        first = one_sided_slope(path, self.noise, side)
        second = one_sided_slope(path, self.noise, side, scale=_OTHER_SCALE)
        return _agreed(first, second)

    def slopes_nearby(self, direction: Direction) -> list[float]:
        """The slopes in the same direction at points around."""
        generator = np.random.default_rng(self.seed)
        found = []
        for _try in range(_NEARBY):
            # Each array by a size of its own, so that now one decides, now another.
            spread = {name: 2.0 ** generator.uniform(-20, -8) for name in self.objective.point}
            path = Path(self.objective.around(spread, generator), direction)
            found.append(central_slope(path, self.noise, scale=2.0**-10).value)
        return [slope for slope in found if math.isfinite(slope)]

    def wobble(self, path: Path, slope: Slope) -> float:
        """By how much the slope changes if all parameters are rounded."""
        generator = np.random.default_rng(self.seed)
        largest = 0.0
        for _try in range(2):
            point = {
                name: values * (1 + _SHIFT * generator.choice([-1.0, 1.0], values.shape))
                for name, values in self.objective.point.items()
            }
            shifted = central_slope(Path(self.objective.moved(point), path.direction), self.noise)
            change = abs(shifted.value - slope.value) / _SHIFT
            largest = max(largest, change) if math.isfinite(change) else largest
        return _STEPS * self.claim.precision * largest


def _agreed(larger: Slope, smaller: Slope) -> Slope:
    """The surer of two slopes; where they contradict each other, the one from smaller steps.

    Larger steps may have found the slope of somewhere else: beyond a corner, or on a plateau.
    """
    apart = abs(larger.value - smaller.value)
    if apart > larger.error + smaller.error:
        return smaller
    return min(larger, smaller, key=lambda slope: slope.error)


def _distance(value: float, others: tuple[float, ...]) -> float:
    """How far a number lies outside the range of others."""
    return max(min(others) - value, value - max(others), 0.0)


def _sharpened(finding: Finding, exact: float) -> Finding:
    """With the slope of the complex step, if differences bear it out."""
    if abs(exact - finding.slope.value) <= finding.slope.error:
        return replace(finding, slope=Slope(exact, finding.slope.error))
    return finding
