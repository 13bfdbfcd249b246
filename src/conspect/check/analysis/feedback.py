"""Values whose change depends on themselves, and on something from elsewhere."""

from conspect.check.analysis.chains import Chain, first_link
from conspect.check.analysis.spreading import spread
from conspect.check.analysis.targets import is_literal
from conspect.check.derivatives.replay import Values
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

_SEVERAL = object()


def feeding_back(nodes: list[Node], chains: list[Chain], values: Values) -> list[Chain]:
    """The chains whose first change depends on the value itself and on other data.

    And those that the same piece of source renews: an element of a list, whose own change goes by
    another element where the indices have been exchanged.

    The record is gone through once for all of them: an engine of values has thousands.
    """
    bits: dict[Node, int] = {}
    for k, chain in enumerate(chains):
        for own in (chain.root, first_link(chain).old):
            bits[own] = bits.get(own, 0) | 1 << k
    depends, data = spread(nodes, bits), _data_behind(nodes, values)
    sites = set[Site]()
    for k, chain in enumerate(chains):
        terms = first_link(chain).sources
        itself = any(depends.get(term, 0) >> k & 1 for term in terms)
        if itself and any(data.get(term, chain.root) is not chain.root for term in terms):
            sites.add(first_link(chain).binding.site)
    return [chain for chain in chains if first_link(chain).binding.site in sites]


def _data_behind(nodes: list[Node], values: Values) -> dict[Node, object]:
    """The one leaf, no literal, that each node was computed from, or that it was several."""
    found: dict[Node, object] = {}
    for node in nodes:
        if node.function is None:
            behind: set[object] = set() if is_literal(node, values) else {node}
        else:
            behind = {found[entry] for entry in node.inputs if entry in found}
        if behind:
            found[node] = behind.pop() if len(behind) == 1 else _SEVERAL
    return found
