"""Which steps are compared, and what each applied."""

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from conspect.check.analysis.applied import Applied
from conspect.check.analysis.losses import Loss, Objective, usual_objectives
from conspect.check.analysis.moment import FRESH, ONCE, PLAIN, ByPart, Moment
from conspect.check.analysis.own_losses import own_objectives
from conspect.check.analysis.rates import Rate, own_rates
from conspect.check.analysis.repeats import first_time, repetitions
from conspect.check.analysis.steps import Step, Transition
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.replay import ancestors

if TYPE_CHECKING:
    from conspect.check.analysis.case import Case

# How many steps are compared: the first ones and the last.
_FIRST_STEPS = 4
_MOST_NETWORKS = 4
# A step over 60,000 images says enough: so many numbers on the way forward, all steps together.
_MOST_NUMBERS = 20_000_000
# So near to 1 a number in float64 has eight digits left of its distance to 1.
_SATURATED = 1e-8


def find_moments(case: "Case") -> list[Moment]:
    """The steps that are compared."""
    moments = [
        moment
        for network, steps in enumerate(_networks(case.steps))
        for moment in _few_if_large([_moment(case, step, network) for step in steps])
    ]
    # Where the numbers have run away, nothing can be compared.
    moments = [moment for moment in moments if moment.is_finite] or moments
    clear = [moment for moment in moments if not _is_saturated(case, moment)]
    moments = clear if len(clear) > 1 else moments
    _drop_first_of_optimizers(moments)
    _level_rates(moments)
    _add_fresh(case, moments)
    return moments


def _few_if_large(moments: list[Moment]) -> list[Moment]:
    """The first of some moments if they have very many numbers: two at least."""
    sizes = [sum(math.prod(node.shape) for node in moment.forward) for moment in moments]
    few = sum(size <= _MOST_NUMBERS for size in accumulate(sizes))
    return moments[: max(few, 2)]


def _applied(case: "Case", transition: Transition) -> Applied:
    if case.computed is None:
        return case.descent.of(transition)
    node = case.computed.gradients[transition.version].new
    penalty = case.descent.penalty(node)
    return Applied(as_array(case.values(node)) - penalty, penalty, [], node)


def _all_applied(case: "Case", transitions: Iterable[Transition]) -> ByPart:
    applied: ByPart = {}
    for transition in transitions:
        parameter, part = case.place[id(transition.chain)]
        applied.setdefault(parameter, {})[part] = _applied(case, transition)
    return applied


def _is_saturated(case: "Case", moment: Moment) -> bool:
    """Whether outputs are so near to 1 that 1 − o has lost the digits that are compared."""
    for output in moment.step.outputs:
        distance = 1 - as_array(case.values(output))
        if np.all((distance >= 0) & (distance <= 1)) and np.any(
            (distance > 0) & (distance < _SATURATED)
        ):
            return True
    return False


def _drop_first_of_optimizers(moments: list[Moment]) -> None:
    """An optimizer's first step does not show its memory yet: go by the later ones."""
    for before, after in list(pairwise(moments)):
        first, second = before.readings[PLAIN], after.readings[PLAIN]
        if before.network == after.network and any(
            one.source is not None and first.get(k, {}).get(part, one).source is None
            for k, parts in second.items()
            for part, one in parts.items()
        ):
            moments.remove(before)


def _level_rates(moments: list[Moment]) -> None:
    """Where parameters have learning rates of their own: all changes as at the first one's."""
    # The last step may have been cut off before all were changed.
    found = [own for own in (own_rates(_rates(moment)) for moment in moments) if own]
    if not found or any(own != found[0] for own in found):
        return
    usual = next(iter(found[0].values()))
    for moment in moments:
        for reading in moment.readings.values():
            for k, parts in reading.items():
                times = usual / found[0].get(k, usual)
                reading[k] = {part: one.times(times) for part, one in parts.items()}


def _rates(moment: Moment) -> dict[int, Rate]:
    """The rates of the parameters that are arrays: of a number, data may be taken for it."""
    parts = moment.readings[PLAIN]
    whole = {k: one for k, by_part in parts.items() for one in by_part.values()}
    is_plain = all(one.source is None and one.gradient.shape for one in whole.values())
    return {k: one.rate for k, one in whole.items()} if is_plain else {}


def _add_fresh(case: "Case", moments: list[Moment]) -> None:
    """Where changes still hold what earlier steps have summed up: without it."""
    for moment in moments:
        stale = {
            case.place[id(transition.chain)]
            for transition in moment.step.transitions
            if is_stale(case, transition)
        }
        previous = _previous(case.steps, moment.step)
        if previous is None or not stale:
            continue
        earlier = _all_applied(case, previous.transitions)
        moment.readings[FRESH] = {
            k: {
                part: replace(one, gradient=one.gradient - _gradient(earlier, k, part))
                if (k, part) in stale
                else one
                for part, one in parts.items()
            }
            for k, parts in moment.readings[PLAIN].items()
        }


def is_stale(case: "Case", transition: Transition) -> bool:
    """Whether a change depends on meetings of earlier versions, with no optimizer between."""
    if case.descent.of(transition).source is not None:
        return False
    return any(
        transition.version not in case.passes.read_by(meeting.output)
        for reached in transition.reached
        for meeting in reached
    )


def _moment(case: "Case", step: Step, network: int) -> Moment:
    readings = {PLAIN: _all_applied(case, step.transitions)}
    if any(repetitions(transition) > 1 for transition in step.transitions):
        readings[ONCE] = _all_applied(case, [first_time(t) for t in step.transitions])
    stated = case.given.at(step, case.values) if case.given else None
    objectives = [stated] if stated else []
    objectives += usual_objectives(step, case.values, set(case.passes.versions))
    objectives += own_objectives(step, case.passes)
    if case.computed and case.computed.output and case.computed.weights:
        seed = as_array(case.values(case.computed.weights))
        weighted = Loss("sum(output)" if np.all(seed == 1) else "sum(weights * output)")
        objectives.append(Objective(weighted, {case.computed.output: seed}))
    ends = [node for objective in objectives for node in objective.seeds]
    behind = ancestors(ends, set(step.versions))
    forward = sorted(behind, key=lambda node: node.serial)
    return Moment(step, readings, forward, objectives, network)


def _networks(steps: list[Step]) -> list[list[Step]]:
    """The steps that are compared, for each network by itself: the first ones and the last."""
    found: dict[frozenset[int], list[Step]] = {}
    for step in steps:
        found.setdefault(_chains(step), []).append(step)
    # The program may have been stopped in the middle of its last step.
    for chains, own in list(found.items()):
        if own == steps[-1:] and any(chains < others for others in found):
            del found[chains]
    return [
        # The very last may have been cut off in the middle.
        [*own[:_FIRST_STEPS], *([own[-2]] if len(own) > _FIRST_STEPS + 1 else [])]
        for own in found.values()
    ][:_MOST_NETWORKS]


def _previous(steps: list[Step], step: Step) -> Step | None:
    """The step before, of the same network."""
    own = [s for s in steps if _chains(s) == _chains(step)]
    return next((before for before, after in pairwise(own) if after is step), None)


def _chains(step: Step) -> frozenset[int]:
    return frozenset(id(transition.chain) for transition in step.transitions)


def _gradient(applied: ByPart, k: int, part: int) -> Array | float:
    one = applied.get(k, {}).get(part)
    return one.gradient if one is not None else 0.0
