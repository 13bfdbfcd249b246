"""The line of a mistake: the first value on the way back that only the mistake explains.

Where no such value is found, as under a penalty or a momentum that is mixed in, it is the first
operation that makes something else of a value that is right.
"""

from collections.abc import Iterable

from conspect.check.analysis.comparison import difference, ratio
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import UnderivableError
from conspect.check.diagnosis.evidence import Evidence, Flow, Relation, Way
from conspect.check.diagnosis.right_values import RightValues, updates_of
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

_LARGEST = 20_000_000
_SAME = 1e-9

Both = tuple[Array, Array]
"""A value on the way back without and with a mistake."""


def place_of(
    right: RightValues, before: list[Flow], change: Flow | Relation, spoilt: Iterable[int]
) -> Site | None:
    """Where the program computes what it should not.

    Args:
        right: what it computes that is right.
        before: the changes that are taken as made already.
        spoilt: the parameters that the change explains.
    """
    if change.site is not None:
        return change.site
    evidence, keys = right.evidence, list(spoilt)
    ways = both_ways(evidence, before, change, keys)
    both = list(ways.values())
    found = _only_then(evidence, right, both, change)
    if isinstance(change, Flow) and change.own is not None:
        # What the layer itself is given is right; where it is handed down is the place.
        found = [node for node in found if node not in right.nodes] or found
    sited = [node for node in found if node.site is not None]
    ends = updates_of(evidence, keys)
    own = ancestors(ends, evidence.case.passes.numbers)
    nearest = [node for node in sited if node in own] or sited
    only_multiplies = bool(both) and all(map(_only_multiplies, both))
    if not only_multiplies and right.nodes.issuperset(nearest):
        # A right value is applied wrongly: where it is called the gradient of a parameter.
        versions = evidence.telling.versions
        named = right.last_name(ends) if all(node in versions for _, node in ways) else None
        if named is not None:
            return named
        if nearest and _is_also_applied_rightly(evidence, nearest, keys):
            return update_of(evidence, keys)
    if nearest:
        return _used_wrongly(right, nearest).site
    last = right.last_use(ends, as_usual=only_multiplies)
    return last.site if last is not None else update_of(evidence, keys)


def _is_also_applied_rightly(evidence: Evidence, nodes: list[Node], keys: list[int]) -> bool:
    """Whether the first of some values is another parameter's gradient, in that one's update."""
    others = [k for k in evidence.keys if k not in keys and k not in evidence.comparison.wrong]
    return min(nodes, key=lambda node: node.serial) in updates_of(evidence, others)


def place_unknown(right: RightValues, k: int) -> Site | None:
    """Where a parameter's gradient goes wrong, if it is not known how."""
    last = right.last_use(updates_of(right.evidence, [k]))
    return last.site if last is not None else update_of(right.evidence, [k])


def update_of(evidence: Evidence, parameters: Iterable[int]) -> Site | None:
    """The line that updates the first of some parameters, or that computes its gradient."""
    for k in parameters:
        for one in evidence.telling.moment.readings["plain"].get(k, {}).values():
            if one.links:
                return one.links[0].binding.site
            if one.source is not None and one.source.site is not None:
                return one.source.site
    return None


def both_ways(
    evidence: Evidence, before: list[Flow], change: Flow | Relation, spoilt: list[int]
) -> dict[Way, Both]:
    """The values on the way back without and with a change, where it makes a difference."""
    first = evidence.telling
    try:
        if isinstance(change, Relation):
            gradients = first.gradients(before)
            changed = change.gradient(first, gradients)
            k = change.parameter
            return (
                {} if changed is None else {(None, _version(evidence, k)): (gradients[k], changed)}
            )
        treated = spoilt[0] if spoilt else None
        without = first.passed_back_under(before, treated)
        with_it = first.passed_back_under([*before, change], treated)
    except (UnderivableError, LookupError, ValueError):
        return {}
    both = {key: (without[key], value) for key, value in with_it.items() if key in without}
    return {
        key: pair
        for key, pair in both.items()
        if pair[0].shape == pair[1].shape and not _is_same(*pair)
    }


def _version(evidence: Evidence, k: int) -> Node:
    """What the forward pass has read of a parameter, or of a part of it."""
    versions = evidence.telling.moment.step.versions
    return next(node for node, chain in versions.items() if evidence.case.place[id(chain)][0] == k)


def _is_same(without: Array, with_it: Array) -> bool:
    return difference(with_it, without, 1.0) < _SAME


def _only_multiplies(pair: Both) -> bool:
    """Whether a change multiplies by one number; of a single number, it has to turn the sign."""
    without, with_it = pair
    if without.size == 1 and ratio(with_it, without) > 0:
        return False
    return difference(with_it, without, ratio(with_it, without)) < _SAME


def _only_then(
    evidence: Evidence, right: RightValues, both: list[Both], change: Flow | Relation
) -> list[Node]:
    """The program's values that there are with a change and not without it."""
    found: list[Node] = []
    # Where a change only multiplies: what has its factor besides the usual one.
    for without, with_it in filter(_only_multiplies, both):
        factor = ratio(with_it, without)
        found += right.times(without, factor)
    if found:
        return found
    for without, with_it in both:
        known = isinstance(change, Relation) and _is_delta(evidence, with_it)
        if with_it.size <= _LARGEST and not known and not _only_multiplies((without, with_it)):
            found += [node for node, _ in evidence.telling.traces.multiples(with_it)]
    numbers = [node for _, with_it in both for node in right.numbers(with_it)]
    return found or [node for node in numbers if node not in right.nodes]


def _is_delta(evidence: Evidence, gradient: Array) -> bool:
    """Whether a gradient is one of a layer: right in itself, where it is applied is the place."""
    first = evidence.telling
    deltas = [value for node, value in first.adjoints_now.items() if node not in first.versions]
    return any(
        delta.shape == gradient.shape and _only_multiplies((delta, gradient)) for delta in deltas
    )


def _used_wrongly(right: RightValues, nodes: list[Node]) -> Node:
    """The first of the nodes; if its value is right in itself, what the same line makes of it."""
    first = min(nodes, key=lambda node: node.serial)
    if first not in right.nodes:
        return first
    made = [
        node for node in nodes if node.site and first.site and node.site.line == first.site.line
    ]
    return max(made, key=lambda node: node.serial)
