"""Ways back through operations, the same at every time of a recurrent network."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.reverse import Override, Reverse
from conspect.check.diagnosis.evidence import Evidence, Setting
from conspect.check.diagnosis.layers import Role, role_of
from conspect.check.recording.tape import Node

Way = tuple[Role, int]
"""From an operation back to one of its operands."""


def ways_back(setting: Setting) -> Iterator[tuple[Way, Node, Node]]:
    """From operations to their operands, not within activations: way, operation, operand."""
    layers = setting.layers
    inside = parts_of_activations(setting)
    for node in layers.nodes:
        if node.site is None or node.function is None or node in inside:
            continue
        for position, entry in enumerate(node.inputs):
            if entry in layers.dependent:
                yield (role_of(node), position), node, entry


def parts_of_activations(setting: Setting) -> dict[Node, Region]:
    """The operations of the activations that are made of several."""
    return {
        node: region
        for region in setting.layers.regions
        for node in region.inside
        if len(region.inside) > 1
    }


def spoils_only_wrong(evidence: Evidence, entries: list[Node]) -> bool:
    """Whether a mistake in what goes back to some nodes would spoil no gradient that is right."""
    spoilt = evidence.telling.behind(entries)
    return bool(spoilt) and spoilt <= evidence.may_be_spoilt


NewShare = Callable[[Setting, Reverse, Node, Node, Array], "Array | None"]
"""Gives what goes back from an operation to an operand, from the operation's adjoint."""


def with_share(way: Way, new: NewShare) -> Callable[[Setting], Override]:
    """Something else on one way back; None for nothing."""
    role, position = way

    def override_at(setting: Setting) -> Override:
        def override(reverse: Reverse, node: Node, g: Array) -> list[tuple[Node, Array]] | None:
            if role_of(node) != role or position >= len(node.inputs):
                return None
            entry = node.inputs[position]
            kept = [(other, by) for other, by in reverse.back(node, g) if other is not entry]
            share = new(setting, reverse, node, entry, np.asarray(g))
            return kept if share is None else [*kept, (entry, share)]

        return override

    return override_at
