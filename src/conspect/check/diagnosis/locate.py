"""The line of a mistake: the first value on the way back that only the mistake explains."""

from collections.abc import Iterable

import numpy as np

from conspect.check.analysis.comparison import difference, ratio
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.replay import ancestors
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
    if change.site is not None:
        return change.site
    keys = list(spoilt)
    found = _off_by_a_factor(evidence, before, change, keys)
    if not found:
        wrong = _only_then(evidence, before, change, keys)
        found = [node for value in wrong for node, _ in evidence.telling.traces.multiples(value)]
    if isinstance(change, Flow) and change.own is not None:
        # What the layer itself is given is right; where it is handed down is the place.
        right = _right_in_themselves(evidence)
        found = [node for node in found if node not in right] or found
    sited = [node for node in found if node.site is not None]
    own = _behind(evidence, keys)
    nearest = [node for node in sited if node in own] or sited
    if nearest:
        return _used_wrongly(evidence, nearest).site
    return update_of(evidence, keys)


def _used_wrongly(evidence: Evidence, nodes: list[Node]) -> Node:
    """The first of the nodes; if its value is right in itself, what the same line makes of it."""
    first = min(nodes, key=lambda node: node.serial)
    if first not in _right_in_themselves(evidence):
        return first
    made = [
        node for node in nodes if node.site and first.site and node.site.line == first.site.line
    ]
    return max(made, key=lambda node: node.serial)


def _right_in_themselves(evidence: Evidence) -> set[Node]:
    """The program's values that are gradients of the loss by something on the way."""
    first = evidence.telling
    return {node for value in first.right.values() for node, _ in first.traces.multiples(value)}


def _behind(evidence: Evidence, parameters: Iterable[int]) -> set[Node]:
    """What the updates of some parameters are made of."""
    ends: list[Node] = []
    for k in parameters:
        for one in evidence.telling.moment.readings["plain"].get(k, {}).values():
            ends += [one.source] if one.source is not None else []
            ends += [term.node for link in one.links for term in link.change.terms]
    return ancestors(ends, evidence.case.passes.numbers)


def _off_by_a_factor(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, spoilt: list[int]
) -> list[Node]:
    """Where a change only multiplies: the values that have its factor besides the usual one."""
    rate = next(iter(evidence.comparison.rates), 1.0) or 1.0
    usual = evidence.comparison.scales[0] / rate
    found: list[Node] = []
    for without, with_it in both_ways(evidence, before, change, spoilt):
        factor = ratio(with_it, without)
        if not factor or abs(factor - 1) < 1e-9 or difference(with_it, without, factor) > 1e-9:
            continue
        for node, times in evidence.telling.traces.multiples(without):
            if usual and abs(times / (factor * usual) - 1) < 1e-5:
                found.append(node)
    return found


def both_ways(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, spoilt: list[int]
) -> list[tuple[Array, Array]]:
    """The values on the way back without and with a change."""
    first = evidence.telling
    try:
        if isinstance(change, Relation):
            gradients = first.gradients(before)
            changed = change.gradient(first, gradients)
            return [] if changed is None else [(gradients[change.parameter], changed)]
        k = spoilt[0] if spoilt else None
        without = first.adjoints(before, k)
        with_it = first.adjoints([*before, change], k)
    except (UnderivableError, LookupError, ValueError):
        return []
    return [(without[node], value) for node, value in with_it.items() if node in without]


def update_of(evidence: Evidence, parameters: Iterable[int]) -> Site | None:
    """The line that updates the first of some parameters, or that computes its gradient."""
    for k in parameters:
        for one in evidence.telling.moment.readings["plain"].get(k, {}).values():
            if one.links:
                return one.links[0].binding.site
            if one.source is not None and one.source.site is not None:
                return one.source.site
    return None


def _only_then(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, spoilt: list[int]
) -> list[Array]:
    """The values that there are with the change and not without it."""
    first = evidence.telling
    if isinstance(change, Relation):
        gradients = first.gradients(before)
        changed = change.gradient(first, gradients)
        # A delta is right in itself: where it is applied is the place.
        deltas = [pair for pair in first.adjoints_now.items() if pair[0] not in first.versions]
        known = changed is None or any(_same(changed, g, n) for n, g in deltas)
        return [] if changed is None or known else [changed]
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
