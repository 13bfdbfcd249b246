"""The true gradients, worked out by rules, held against slopes that no rule has a part in.

Each parameter is moved a little in a random direction, and the forward pass is replayed. Where the
loss does not change as its gradient says, the record or a rule is at fault, and nothing can be said
about the program. A corner of the loss, or a slope that shakes, proves nothing.
"""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.moment import Moment
from conspect.check.derivatives.arrays import Array
from conspect.check.recording.tape import Node
from conspect.check.worked.differences import STEP, UNREPLAYABLE, Hill, Slope

# Far above what is left of a slope's error, far below what a wrong rule would do.
_APART = 1e-3
# Replays of a large program take long: then all parameters are moved at once.
_SECONDS = 0.6
_REPLAYS = 5
# Two corners may look like a smooth place from one direction, but not from several.
_DIRECTIONS = 3
# Corners lie elsewhere for another step; what a rule leaves out stays.
_OTHER_STEP = STEP / 37


def disputed(case: Case, loss: Loss, comparison: Comparison) -> list[int]:
    """The parameters whose true gradients are not confirmed by differences, at the first step."""
    moment = case.moments[0]
    objective = case.objective(moment, loss)
    adjoints = case.adjoints(moment, objective, side=comparison.side)
    found = []
    with suppress(*UNREPLAYABLE):
        hill = Hill(case, moment, objective)
        for keys in _together(case, moment, hill):
            directions = (_direction(case, moment, hill, keys, seed) for seed in range(_DIRECTIONS))
            if all(_is_disputed(hill, direction, adjoints) for direction in directions):
                found += keys
    return sorted(found)


def _together(case: Case, moment: Moment, hill: Hill) -> list[list[int]]:
    """The parameters that are moved at once: each alone, if time allows."""
    keys = sorted({case.place[id(chain)][0] for chain in moment.step.versions.values()})
    start = time.perf_counter()
    hill.height({}, 0.0)
    seconds = time.perf_counter() - start
    alone = seconds * _REPLAYS * len(keys) <= _SECONDS
    return [[key] for key in keys] if alone else [keys]


def _direction(
    case: Case, moment: Moment, hill: Hill, keys: Iterable[int], seed: int
) -> dict[Node, Array]:
    """Random numbers of either sign, about as large as the parameter's are."""
    random = np.random.default_rng(seed)
    found = {}
    for version, chain in moment.step.versions.items():
        if case.place[id(chain)][0] in keys:
            base = hill.base[version]
            size = float(np.sqrt(np.mean(base**2))) if base.size else 0.0
            signs = random.choice([-1.0, 1.0], base.shape)
            found[version] = signs * random.uniform(0.5, 1.5, base.shape) * (size or 0.1)
    return found


def _is_disputed(hill: Hill, direction: dict[Node, Array], adjoints: Mapping[Node, Array]) -> bool:
    gradient = {node: adjoints.get(node, np.zeros(node.shape)) for node in direction}
    claimed = sum(float(np.sum(gradient[node] * direction[node])) for node in direction)
    size = sum(float(np.sum(np.abs(gradient[node] * direction[node]))) for node in direction)
    least = max(_APART * size, 1e-6 * abs(hill.height({}, 0.0)))
    return all(_speaks_against(hill.slope(direction, step), claimed, least) for step in _STEPS)


_STEPS = (STEP, _OTHER_STEP)


def _speaks_against(slope: Slope, claimed: float, least: float) -> bool:
    gap = abs(slope.value - claimed)
    return bool(np.isfinite(gap) and gap > least and slope.shakes < gap / 4)
