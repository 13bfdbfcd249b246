"""Parameters that the first steps do not read: the vectors of words that come later.

The loss in which such a parameter is first met follows on earlier steps, but only through the new
values of parameters that these have trained.
"""

from conspect.check.analysis.answering import answering
from conspect.check.analysis.chains import Chain
from conspect.check.analysis.parameters import is_multiple_of
from conspect.check.analysis.residuals import whole_residuals
from conspect.check.analysis.spreading import spread
from conspect.check.analysis.targets import Users, find_meetings
from conspect.check.derivatives.replay import Values
from conspect.check.recording.tape import Tape


def with_seldom_read(
    known: list[Chain], updated: list[Chain], tape: Tape, values: Values, users: Users
) -> list[Chain]:
    """The parameters known, and those among the updated chains that a later step reads first."""
    renewed = {chain.links[0].new for chain in known}
    more = [chain for chain in updated if chain.links[0].new not in renewed]
    while known and more:
        kept = _met(known, more, tape, values, users)
        if len(kept) == len(more):
            return [*known, *kept]
        more = kept
    return known


def _met(
    known: list[Chain], more: list[Chain], tape: Tape, values: Values, users: Users
) -> list[Chain]:
    """Those of some chains that an output depends on, and whose first change answers to it."""
    chains = [*known, *more]
    bits = {version: 1 << k for k, chain in enumerate(chains) for version in chain.versions}
    renewed = {link.new for chain in chains for link in chain.links}
    within_a_step = [node for node in tape.nodes if node not in renewed]
    depends = spread(tape.nodes, bits, cut=True)
    found = find_meetings(within_a_step, depends, values, users)
    meetings = [
        meeting
        for meeting in whole_residuals(found, users, depends, renewed, values)
        if not is_multiple_of(meeting.output, bits)
    ]
    return answering(more, meetings, within_a_step, depends, bits)
