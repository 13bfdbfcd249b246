"""Carries marks along the record: what was computed from what."""

from collections.abc import Iterable

from conspect.check.recording.tape import Node


def spread(nodes: Iterable[Node], marks: dict[Node, int], *, cut: bool = False) -> dict[Node, int]:
    """Carry bits from some nodes to all that were computed from them.

    Args:
        cut: whether a marked node passes on only its own bits.
    """
    found: dict[Node, int] = {}
    for node in nodes:
        mark = marks.get(node, 0)
        if not (cut and mark):
            for entry in node.inputs:
                mark |= found.get(entry, 0)
        if mark:
            found[node] = mark
    return found
