"""The line of a mistake: the first value on the way back that only the mistake explains."""

from collections.abc import Iterable

import numpy as np

from conspect.check.analysis.comparison import difference, ratio
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.reverse import UnderivableError
from conspect.check.diagnosis.evidence import Evidence, Flow, Relation
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

_LARGEST = 2_000_000


def place_of(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, spoilt: Iterable[int]
) -> Site | None:
    """Where the program computes what it should not.

    Args:
        before: the changes that are taken as made already.
        spoilt: the parameters that the change explains.
    """
    wrong = _only_then(evidence, before, change, list(spoilt))
    found = [node for value in wrong for node, _ in evidence.first.traces.multiples(value)]
    sited = [node for node in found if node.site is not None]
    if sited:
        return min(sited, key=lambda node: node.serial).site
    return update_of(evidence, spoilt)


def update_of(evidence: Evidence, parameters: Iterable[int]) -> Site | None:
    """The line that updates the first of some parameters, or that computes its gradient."""
    for k in parameters:
        for one in evidence.first.moment.readings["plain"].get(k, {}).values():
            if one.links:
                return one.links[0].binding.site
            if one.source is not None and one.source.site is not None:
                return one.source.site
    return None


def _only_then(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, spoilt: list[int]
) -> list[Array]:
    """The values that there are with the change and not without it."""
    first = evidence.first
    if isinstance(change, Relation):
        gradients = first.gradients(before)
        changed = change.gradient(first, gradients)
        return [] if changed is None else [changed]
    k = spoilt[0] if spoilt else None
    try:
        without = first.adjoints(before, k)
        with_it = first.adjoints([*before, change], k)
    except (UnderivableError, LookupError, ValueError):
        return []
    return [
        value
        for node, value in with_it.items()
        if value.size <= _LARGEST and not _same(without.get(node), value, node)
    ]


def _same(without: Array | None, value: Array, node: Node) -> bool:
    """Whether two arrays are equal up to a factor."""
    if without is None or without.shape != value.shape or not np.any(value):
        return without is not None and not np.any(value)
    return difference(value, without, ratio(value, without)) < 1e-9
