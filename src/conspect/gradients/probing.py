"""Which directions are tried for an array.

A small array is tried element by element. A large one is tried in random directions, which move all
of its elements at once; where one of them fails, its elements are halved again and again until the
wrong ones stand alone.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

import numpy as np

from conspect.gradients.arrays import Floats
from conspect.gradients.judge import Finding, Judge
from conspect.gradients.path import Direction

Method = Literal["elements", "directions"]

_DIRECTIONS = 6
_CONFIRMING = 2
# Large gradients do not outshout small ones in every direction; but not more than so much.
_EVENED = 1e4
# Blocks and elements looked at in the search for the wrong ones.
_SEARCHED = 300
_NAMED = 8


@dataclass(frozen=True)
class Probes:
    """What was tried for an array.

    Attributes:
        method: element by element, or in random directions.
        analytic: whether the complex step was used, borne out by differences.
        elements: findings of single elements.
        directions: findings of random directions of the whole array.
        blocks: findings of random directions of a part of it, where one of the whole failed.
    """

    method: Method
    analytic: bool
    elements: tuple[Finding, ...]
    directions: tuple[Finding, ...]
    blocks: tuple[Finding, ...]

    @property
    def all(self) -> tuple[Finding, ...]:
        """Every finding."""
        return (*self.elements, *self.directions, *self.blocks)


def probe(judge: Judge, one_by_one: int) -> Probes:
    """Try an array.

    Args:
        judge: of the array.
        one_by_one: an array with at most so many elements is tried element by element.
    """
    size = judge.claim.gradient.size
    generator = np.random.default_rng(judge.seed)
    everything = np.arange(size)
    drawn = list(_drawn(judge, everything, generator))
    analytic = size > 0 and judge.trusts_complex(drawn[:_CONFIRMING])
    if size <= one_by_one:
        singly = [judge.look(judge.element(place), exactly=analytic) for place in range(size)]
        return Probes("elements", analytic, tuple(singly), (), ())
    directions = [judge.look(direction, exactly=analytic) for direction in drawn]
    failed = [finding for finding in directions if finding.verdict != "right"]
    elements, blocks = _search(judge, failed[:1], analytic)
    return Probes("directions", analytic, tuple(elements), tuple(directions), tuple(blocks))


def _drawn(judge: Judge, places: np.ndarray, generator: np.random.Generator) -> Iterator[Direction]:
    """Random directions: as the parameters are sized, and with small gradients moved farther."""
    scales = judge.scales.ravel()[places]
    claimed = np.abs(judge.claim.gradient.ravel()[places]) * scales
    evened = _evened(claimed)
    for number in range(_DIRECTIONS):
        yield _random(judge.name, places, scales * (evened if number % 2 else 1.0), generator)


def _evened(claimed: Floats) -> Floats:
    largest = float(claimed.max(initial=0))
    if not largest:
        return np.ones_like(claimed)
    shares = largest / np.maximum(claimed, largest / _EVENED)
    return np.asarray(shares / shares.max())


def _random(
    name: str, places: np.ndarray, scales: Floats, generator: np.random.Generator
) -> Direction:
    """Signs and sizes at random, so that no two errors cancel for good."""
    signs = generator.choice([-1.0, 1.0], len(places))
    return Direction(name, places, scales * signs * generator.uniform(0.5, 1.5, len(places)))


def _search(
    judge: Judge, failed: list[Finding], analytic: bool
) -> tuple[list[Finding], list[Finding]]:
    """The elements that fail, those that are farthest off first, and blocks seen on the way."""
    elements: list[Finding] = []
    blocks: list[Finding] = []
    order = count()
    waiting = [(-finding.off, next(order), finding) for finding in failed]
    for _step in range(_SEARCHED):
        if not waiting or sum(finding.verdict == "wrong" for finding in elements) >= _NAMED:
            break
        _off, _order, block = heapq.heappop(waiting)
        direction = block.direction
        middle = len(direction.places) // 2
        for part in (slice(None, middle), slice(middle, None)):
            half = Direction(judge.name, direction.places[part], direction.shares[part])
            if len(half.places) == 1:
                half = judge.element(int(half.places[0]))
            finding = judge.look(half, exactly=analytic)
            if len(half.places) == 1:
                elements.append(finding)
            elif finding.verdict != "right":
                blocks.append(finding)
                heapq.heappush(waiting, (-finding.off, next(order), finding))
    return elements, blocks
