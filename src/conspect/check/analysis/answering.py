"""Which values answer to a target: the first meetings on the way, and the changes behind them."""

from collections.abc import Mapping, Sequence

from conspect.check.analysis.chains import Chain, first_link
from conspect.check.analysis.spreading import spread
from conspect.check.analysis.targets import Meeting
from conspect.check.recording.tape import Node


def first_meetings(meetings: list[Meeting], nodes: Sequence[Node]) -> list[Meeting]:
    """Those before whose outputs no other meeting stands."""
    marks = spread(nodes, {meeting.node: 1 for meeting in meetings})
    return [m for m in meetings if not any(marks.get(source) for source in m.sources)]


def answering(
    chains: list[Chain],
    meetings: list[Meeting],
    nodes: Sequence[Node],
    depends: Mapping[Node, int],
    bits: Mapping[Node, int],
) -> list[Chain]:
    """The chains that an output depends on, and whose first change depends on its meeting.

    Args:
        depends: for each node, which chains it depends on, as bits.
        bits: the bit of each chain, by its root.
    """
    marks = spread(nodes, {meeting.node: 1 for meeting in meetings})
    first = first_meetings(meetings, nodes)
    touched = spread(nodes, {meeting.node: 1 for meeting in first})
    read = 0
    for meeting in first:
        read |= depends.get(meeting.output, 0)
    return [
        chain
        for chain in chains
        if not marks.get(chain.root)
        and read & bits[chain.root]
        and any(map(touched.get, first_link(chain).sources))
    ]
