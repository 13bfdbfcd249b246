"""Puts together what belongs to one step: forward passes, meetings with targets, updates."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from conspect.check.analysis.chains import Chain, Link
from conspect.check.analysis.literal_targets import literal_meetings
from conspect.check.analysis.parameters import is_multiple_of, terms_of
from conspect.check.analysis.residuals import whole_residuals
from conspect.check.analysis.spreading import spread
from conspect.check.analysis.targets import Meeting, Users, find_meetings
from conspect.check.derivatives.replay import Values, ancestors
from conspect.check.recording.tape import Node, Tape


@dataclass
class Transition:
    """What one step did to one parameter.

    Attributes:
        chain: the parameter.
        version: the node that the forward pass read.
        links: the renewals from there to the version that the next forward pass read.
        reached: for each link, the meetings that its change depends on.
    """

    chain: Chain
    version: Node
    links: list[Link]
    reached: list[list[Meeting]]


@dataclass
class Step:
    """One step of training.

    Attributes:
        transitions: what became of the parameters.
        meetings: where its outputs met their targets, and an update depends on it.
        versions: for each parameter that the outputs depend on, the version that was read.
    """

    transitions: list[Transition] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    versions: dict[Node, Chain] = field(default_factory=dict)

    @property
    def outputs(self) -> list[Node]:
        """The outputs that met a target, in order, each once."""
        return list(dict.fromkeys(meeting.output for meeting in self.meetings))


class Passes:
    """Which versions of the parameters each node was computed from, and through which meetings.

    Both look no further back than the versions themselves.

    Args:
        users: what was computed from each node.
        memories: where the optimizer's own values begin, which are no targets.
        fading: momenta; what the next step reads of them is no way back.
    """

    def __init__(
        self,
        tape: Tape,
        chains: list[Chain],
        values: Values,
        users: Users,
        memories: set[Node],
        fading: list[Chain],
    ) -> None:
        self.tape, self.chains = tape, chains
        self._momenta = {version for chain in fading for version in chain.versions[1:]}
        self._terms = terms_of(chains)
        self.numbers: dict[Node, int] = {}
        self.owner: dict[Node, Chain] = {}
        for chain in chains:
            for version in chain.versions:
                self.numbers.setdefault(version, len(self.numbers))
                self.owner.setdefault(version, chain)
        self.by_number = list(self.numbers)
        self._read: dict[Node, list[Node]] = {}
        bits = {node: 1 << number for node, number in self.numbers.items()}
        self.versions = spread(tape.nodes, bits, cut=True)
        renewed = {link.new for chain in chains for link in chain.links}
        meetings = find_meetings(tape.nodes, self.versions, values, users)
        self.has_literal_targets = not meetings
        meetings = meetings or literal_meetings(tape.nodes, self.versions, renewed)
        found = [
            meeting
            for meeting in whole_residuals(meetings, users, self.versions, renewed, values)
            if not is_multiple_of(meeting.output, self.numbers)
            and not (meeting.target and ancestors([meeting.target]) & memories)
        ]
        # The first on the way: no other meeting stands before the output.
        marks = self._through(found)
        self.meetings = [m for m in found if not any(marks.get(source) for source in m.sources)]
        self.through = self._through(self.meetings)
        self.behind_outputs = self._carried({meeting.output: 1 for meeting in self.meetings})

    def _through(self, meetings: list[Meeting]) -> dict[Node, int]:
        marks: dict[Node, int] = {}
        for number, meeting in enumerate(meetings):
            marks[meeting.node] = marks.get(meeting.node, 0) | 1 << number
        return self._carried(marks)

    def _carried(self, marks: dict[Node, int]) -> dict[Node, int]:
        """The marks of some nodes on all that was computed from them within a step."""
        found: dict[Node, int] = {}
        for node in self.tape.nodes:
            mark = marks.get(node, 0)
            if node not in self.numbers:
                for entry in node.inputs:
                    if entry not in self._momenta or node in self._terms:
                        mark |= found.get(entry, 0)
            if mark:
                found[node] = mark
        return found

    def read_by(self, node: Node) -> list[Node]:
        """The versions of parameters that a node was computed from, of each the latest.

        Older ones come in through a state that is carried along; they are taken as constants.
        """
        if node not in self._read:
            latest: dict[int, Node] = {}
            for number in bits_of(self.versions.get(node, 0)):
                version = self.by_number[number]
                chain = id(self.owner[version])
                if chain not in latest or latest[chain].serial < version.serial:
                    latest[chain] = version
            self._read[node] = list(latest.values())
        return self._read[node]

    def meetings_before(self, nodes: Iterable[Node]) -> list[Meeting]:
        """The meetings that some nodes depend on."""
        mask = 0
        for node in nodes:
            mask |= self.through.get(node, 0)
        return [self.meetings[k] for k in bits_of(mask)]


def bits_of(mask: int) -> list[int]:
    """The places of the ones in a number.

    >>> bits_of(0b1010)
    [1, 3]
    """
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def find_steps(passes: Passes) -> list[Step]:
    """The steps of training, in order."""
    read = {version for meeting in passes.meetings for version in passes.read_by(meeting.output)}
    transitions = [
        transition for chain in passes.chains for transition in _transitions(chain, read, passes)
    ]
    return _grouped(transitions, passes)


def _transitions(chain: Chain, read: set[Node], passes: Passes) -> list[Transition]:
    found: list[Transition] = []
    if chain.root in read:
        found.append(Transition(chain, chain.root, [], []))
    for link in chain.links:
        if found:
            found[-1].links.append(link)
            terms = [term.node for term in link.change.terms]
            reached = passes.meetings_before(terms) or passes.meetings_before(link.tests)
            found[-1].reached.append(reached)
        if link.new in read:
            found.append(Transition(chain, link.new, [], []))
    return [transition for transition in found if any(transition.reached)]


def _grouped(transitions: list[Transition], passes: Passes) -> list[Step]:
    """Transitions that answer to the same forward passes make up a step."""
    steps: list[Step] = []
    elsewhere: list[Transition] = []
    for transition in sorted(transitions, key=lambda t: t.links[0].new.serial if t.links else 0):
        current = [
            meeting
            for reached in transition.reached
            for meeting in reached
            if transition.version in passes.read_by(meeting.output)
        ]
        if not current:
            elsewhere.append(transition)
            continue
        read = _versions(current, passes)
        step = next((s for s in steps[-3:] if _fits(s.versions, read)), None)
        if step is None:
            step = Step()
            steps.append(step)
        step.transitions.append(transition)
        step.meetings += [m for m in dict.fromkeys(current) if m not in step.meetings]
        step.versions.update(read)
    for transition in elsewhere:
        for step in _answered(transition, steps):
            step.transitions.append(transition)
    return steps


def _answered(transition: Transition, steps: list[Step]) -> list[Step]:
    """The step whose forward pass read a version that was changed by what met other outputs.

    So it is where the indices of a list's elements have been exchanged.
    """
    reached = [meeting for meetings in transition.reached for meeting in meetings]
    return [
        step
        for step in steps
        if transition.version in step.versions
        and any(meeting in step.meetings for meeting in reached)
    ][:1]


def _versions(meetings: list[Meeting], passes: Passes) -> dict[Node, Chain]:
    outputs = dict.fromkeys(meeting.output for meeting in meetings)
    return {v: passes.owner[v] for output in outputs for v in passes.read_by(output)}


def _fits(ours: dict[Node, Chain], others: dict[Node, Chain]) -> bool:
    """Whether two sets of versions belong to one state of the parameters."""
    if not ours.keys() & others.keys():
        return False
    owners = {id(chain): version for version, chain in ours.items()}
    return all(owners.get(id(chain), version) is version for version, chain in others.items())
