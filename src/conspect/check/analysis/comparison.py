"""The applied gradients beside the true ones, with one positive factor common to all taken out."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from conspect.check.derivatives.arrays import Array

Key = int
"""A parameter, by its place in the list of them."""


@dataclass
class Pair:
    """One parameter at one step: what was applied and what is true, both as descent.

    Attributes:
        rate: the number that the program itself multiplies this gradient with; 0 if unknown.
    """

    applied: Array
    true: Array
    rate: float = 0.0

    @cached_property
    def sizes(self) -> tuple[float, float]:
        """The largest elements of both."""
        return _largest(self.applied), _largest(self.true)

    def size(self, scale: float) -> float:
        """The larger of both arrays' largest elements, the true one scaled."""
        applied, true = self.sizes
        return max(applied, abs(scale) * true)

    def error(self, scale: float) -> float:
        """The relative error of what was applied, the factor taken out.

        It is relative to the size of both, so that it is 1 for nothing in place of something.
        """
        if self.applied.shape != self.true.shape:
            return np.inf
        size = self.size(scale)
        if size == 0:
            return 0.0
        if not np.isfinite(size):
            return np.inf
        return _largest(self.applied - scale * self.true) / size


@dataclass(frozen=True)
class Schedule:
    """What the program itself says of the common factor of each step.

    Attributes:
        rates: the numbers that stand before the gradients, as far as known; 0 where unknown.
        planned: for each step, what in each parameter's rate may change: counts, and what was
            worked out without the parameters.
        networks: which network each step trained.
    """

    rates: list[float] = field(default_factory=list)
    planned: list[list[float]] = field(default_factory=list)
    networks: list[int] = field(default_factory=list)

    def first(self, steps: int | None) -> "Schedule":
        """The same for the first steps."""
        return Schedule(self.rates[:steps], self.planned[:steps], self.networks[:steps])

    def is_kept(self, scales: list[float], slack: float) -> bool:
        """Whether factors are the same at every step of a network, or move with the rate."""
        networks = self.networks or [0] * len(scales)
        rates = self.rates or [1.0] * len(scales)
        planned = self.planned or [[] for _ in scales]
        return all(
            _is_constant(
                [
                    [s, s / r, *(s / p if p else 0.0 for p in plan)]
                    for s, r, plan, n in zip(scales, rates, planned, networks, strict=True)
                    if n == network and s > 0 and r
                ],
                slack,
            )
            for network in set(networks)
        )


def _is_constant(steps: list[list[float]], slack: float) -> bool:
    """Whether one of the columns stays as it is; the last step may lack some."""
    return not steps or any(
        max(column) > 0 and max(column) - min(column) <= slack * max(column)
        for column in zip(*steps, strict=False)
    )


@dataclass
class Comparison:
    """The outcome.

    Attributes:
        scales: the common positive factor of each step; 0 if none was found.
        errors: the largest relative error of each parameter over the steps.
        tolerance: what is counted as equal.
        pairs: what was compared, step by step.
        schedule: what the program says of the common factors.
        side: the slope taken at kinks.
        with_decay: whether weight decay was taken as a part of the gradients.
        reading: how what was applied was read.
    """

    scales: list[float] = field(default_factory=list)
    errors: dict[Key, float] = field(default_factory=dict)
    tolerance: float = 1e-7
    pairs: list[dict[Key, Pair]] = field(default_factory=list)
    schedule: Schedule = field(default_factory=Schedule)
    side: int = 0
    with_decay: bool = False
    reading: str = "plain"

    @property
    def scale(self) -> float:
        """The common factor of the first step that has one."""
        return next((scale for scale in self.scales if scale > 0), 0.0)

    @property
    def is_steady(self) -> bool:
        """Whether the common factor is the same at every step, or moves with the rate."""
        return self.schedule.is_kept(self.scales, 10 * self.tolerance)

    @property
    def rates(self) -> list[float]:
        """The numbers that the program itself multiplies the gradients with, as far as known."""
        return self.schedule.rates

    @property
    def wrong(self) -> list[Key]:
        """The parameters whose gradients differ."""
        return [key for key, error in self.errors.items() if not error <= self.tolerance]


def ratio(applied: Array, true: Array) -> float:
    """The factor that takes the true gradient nearest to the applied one."""
    if applied.shape != true.shape:
        return 0.0
    square = float(np.vdot(true, true))
    return float(np.vdot(true, applied)) / square if square > 0 else 0.0


def difference(applied: Array, true: Array, scale: float) -> float:
    """The relative error of an applied gradient, the factor taken out."""
    return Pair(applied, true).error(scale)


def common_scale(pairs: dict[Key, Pair], tolerance: float) -> float:
    """The positive factor under which most parameters agree.

    Where as many agree on one as on another: a parameter's own learning rate, else the first.
    """
    best, most = 0.0, (-1, False)
    for pair in pairs.values():
        scale = ratio(pair.applied, pair.true)
        if not np.isfinite(scale) or scale <= 0:
            continue
        agreeing = sum(other.error(scale) <= tolerance for other in pairs.values())
        found = (agreeing, abs(scale - pair.rate) <= tolerance * pair.rate)
        if found > most:
            best, most = scale, found
    return best


def compare(
    steps: list[dict[Key, Pair]], tolerance: float, schedule: Schedule | None = None
) -> Comparison:
    """Hold the applied gradients of several steps against the true ones."""
    result = Comparison(tolerance=tolerance, pairs=steps, schedule=schedule or Schedule())
    for pairs in steps:
        scale = common_scale(pairs, tolerance)
        result.scales.append(scale)
        largest = max((pair.sizes[0] for pair in pairs.values()), default=0.0)
        for key, pair in pairs.items():
            # Both may be what is left of numbers that cancel, as a sum of softmax − target.
            is_rounding = pair.size(scale) <= largest * tolerance**2
            error = 0.0 if is_rounding else pair.error(scale)
            result.errors[key] = max(result.errors.get(key, 0.0), error)
    return result


def _largest(array: Array) -> float:
    return float(np.abs(array).max(initial=0.0))
