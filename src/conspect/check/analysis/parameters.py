"""Tells parameters from the other values that a program makes anew from old ones.

A parameter's first version comes from outside; an output that meets a target depends on it; and
its first change depends on that meeting. Sums of errors, counters, momenta and hidden states each
fail one of these.
"""

from collections.abc import Iterable

from conspect.check.analysis.answering import answering
from conspect.check.analysis.chains import MOST, Chain, first_link, is_regular, without_restarted
from conspect.check.analysis.feedback import feeding_back
from conspect.check.analysis.literal_targets import literal_meetings
from conspect.check.analysis.residuals import whole_residuals
from conspect.check.analysis.spreading import spread
from conspect.check.analysis.targets import Users, find_meetings
from conspect.check.derivatives.moves import MOVES
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.recording.tape import Node, Tape


def find_parameters(tape: Tape, updated: list[Chain], values: Values, users: Users) -> list[Chain]:
    """Of the chains that are renewed as a parameter is, those that are parameters."""
    lasting = without_restarted(updated)
    return _among(updated, tape, values, users) or _among(lasting, tape, values, users)


def velocities(chains: list[Chain], moved: list[Chain]) -> list[Chain]:
    """The chains that fade, and that others are moved by.

    With Nesterov's momentum the outputs depend on the velocity, too: the step looks ahead.

    Args:
        moved: what they may move.
    """
    terms = terms_of(moved)
    movers = terms | {entry for node in terms for entry in node.inputs}
    return [
        chain
        for chain in chains
        if is_regular(chain)
        and first_link(chain).change.keep != 1
        and not movers.isdisjoint(chain.versions[1:])
    ]


def terms_of(chains: list[Chain]) -> set[Node]:
    """What some values are changed by."""
    return {
        term.node
        for chain in chains
        for link in chain.links
        if link.change.keep == 1
        for term in link.change.terms
    }


def _among(left: list[Chain], tape: Tape, values: Values, users: Users) -> list[Chain]:
    while left:
        bits = {chain.root: 1 << k for k, chain in enumerate(left)}
        depends = spread(tape.nodes, bits)
        renewed = {link.new for chain in left for link in chain.links}
        meetings = find_meetings(tape.nodes, depends, values, users)
        meetings = meetings or literal_meetings(tape.nodes, depends, renewed)
        meetings = [
            meeting
            for meeting in whole_residuals(meetings, users, depends, renewed, values)
            if not is_multiple_of(meeting.output, bits)
        ]
        kept = answering(left, meetings, tape.nodes, depends, bits)
        if len(kept) == len(left):
            return kept
        left = kept
    return []


def find_updated(tape: Tape, chains: list[Chain], values: Values) -> list[Chain]:
    """The chains that are renewed as a parameter is: by little, by what depends on itself."""
    started = [chain for chain in map(_started, chains) if chain is not None]
    kept = [chain for chain in started if is_kept(chain)]
    found = feeding_back(tape.nodes, kept, values)
    fading = velocities(found, found)
    return [chain for chain in found if not any(chain is other for other in fading)]


def is_part_of(node: Node, owners: Iterable[Node]) -> bool:
    """Whether a node is one of the owners, or only a part or another form of one."""
    known = owners if isinstance(owners, (set, dict)) else set(owners)
    while node not in known:
        movable = name_of(node.function) in MOVES or name_of(node.function) == "identity"
        if node.function is None or not movable or not node.inputs:
            return False
        node = node.inputs[0]
    return True


def is_multiple_of(node: Node, owners: Iterable[Node]) -> bool:
    """Whether a node is a part of one of the owners, times a number of the source: a penalty."""
    while name_of(node.function) in ("multiply", "divide"):
        whole = [entry for entry in node.inputs if entry.function or entry.shape]
        if len(whole) != 1:
            break
        node = whole[0]
    return is_part_of(node, owners)


def _started(chain: Chain) -> Chain | None:
    """The chain from the first renewal by something that was worked out.

    What was only moved by a constant, as a gradient check does, has not been trained yet.
    """
    for k, link in enumerate(chain.links):
        if any(term.node.function is not None for term in link.change.terms):
            return Chain(link.old, chain.links[k:])
    return None


def is_kept(chain: Chain) -> bool:
    """Whether most of the old value is in the new one: decay takes little of a parameter away."""
    return first_link(chain).change.keep > MOST
