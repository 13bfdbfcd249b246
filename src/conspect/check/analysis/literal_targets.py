"""Targets that are numbers written in the source, as the 0.7 of `y - 0.7`.

Most numbers are none: the 1 of `1 - a`, a threshold, a shift. One is a target if all that is
applied to parameters depends on an output's difference from it, and no such output comes after it.
"""

from collections.abc import Container, Iterable, Iterator

import numpy as np

from conspect.check.analysis.targets import Meeting
from conspect.check.derivatives.names import name_of
from conspect.check.recording.tape import LOST, Node


def literal_meetings(
    nodes: Iterable[Node], depends: dict[Node, int], renewed: set[Node]
) -> list[Meeting]:
    """The differences between the last outputs and numbers in the source.

    Args:
        depends: for each node, which parameters it depends on, as bits.
        renewed: the new values of parameters; what goes by the differences.
    """
    nodes = list(nodes)
    found = [meeting for node in nodes for meeting in _difference(node, depends)]
    if len({meeting.node.site for meeting in found}) > 1:
        found = [meeting for meeting in found if not _is_derivative(meeting)]
    bits = {place: 1 << k for k, place in enumerate(dict.fromkeys(map(_place, found)))}
    carried = _carried(nodes, {m.node: bits[_place(m)] for m in found}, renewed)
    reached = [mark for node in renewed if (mark := _behind(node, carried))]
    everywhere = sum(bit for bit in bits.values() if reached and all(bit & m for m in reached))
    # An output that a later one is made of is a hidden value.
    hidden = 0
    for meeting in found:
        if bits[_place(meeting)] & everywhere:
            hidden |= carried.get(meeting.output, 0)
    return [meeting for meeting in found if bits[_place(meeting)] & everywhere & ~hidden]


def _difference(node: Node, depends: dict[Node, int]) -> Iterator[Meeting]:
    if name_of(node.function) != "subtract" or len(node.arguments) < 2:
        return
    first, second = node.arguments[:2]
    if not isinstance(first, Node) or not isinstance(second, Node):
        return
    if depends.get(first) and second.origin == "literal":
        yield Meeting(node, first, second, "difference")
    elif depends.get(second) and first.origin == "literal" and first.value != 1:
        yield Meeting(node, second, first, "difference")


def _is_derivative(meeting: Meeting) -> bool:
    """Whether it is the p − 1 of a probability, which stands in many a derivative."""
    return (
        meeting.target is not None and meeting.target.value == 1 and _is_probability(meeting.output)
    )


def _is_probability(node: Node) -> bool:
    value = node.value
    return value is LOST or bool(np.all((np.asarray(value) > 0) & (np.asarray(value) < 1)))


def _place(meeting: Meeting) -> object:
    """Where the output is computed: the same at every step."""
    return meeting.output.site and meeting.output.site.key()


def _carried(nodes: list[Node], marks: dict[Node, int], stop: Container[Node]) -> dict[Node, int]:
    """The marks of some nodes and of what was computed from them, within a step."""
    found: dict[Node, int] = {}
    for node in nodes:
        mark = marks.get(node, 0)
        if node not in stop:
            mark |= _behind(node, found)
        if mark:
            found[node] = mark
    return found


def _behind(node: Node, marks: dict[Node, int]) -> int:
    mark = 0
    for entry in node.inputs:
        mark |= marks.get(entry, 0)
    return mark
