"""What a step really applied to a parameter, as a direction of descent.

The rate, momentum and the scaling of Adam are split off, and so is weight decay, in each of its
forms.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from conspect.check.analysis.chains import Chain, Link, is_regular
from conspect.check.analysis.changes import Reader
from conspect.check.analysis.rates import Rate, find_rate, rate_of
from conspect.check.analysis.steps import Passes, Transition
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.moves import MOVES, moved
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import Reverse, UnderivableError
from conspect.check.recording.tape import Node

# So much less than 1 of a memory's old value is kept, or it is a mere sum.
_FADES = 1e-12


@dataclass
class Applied:
    """What was applied.

    Attributes:
        gradient: the direction of descent, without weight decay.
        decay: what was added to it that depends on parameters, but on no output: weight decay.
        links: the renewals.
        source: the node that the optimizer was given; None where the change is taken as it is.
        rate: the single numbers that the gradient was multiplied with.
    """

    gradient: Array
    decay: Array
    links: list[Link]
    source: Node | None = None
    rate: Rate = field(default_factory=Rate)

    def times(self, factor: float) -> "Applied":
        """A multiple of it, as if the rate had been another."""
        rate = replace(self.rate, value=self.rate.value * factor)
        gradient, decay = self.gradient * factor, self.decay * factor
        return replace(self, gradient=gradient, decay=decay, rate=rate)


class Descent:
    """Works out what was applied.

    Args:
        chains: all that is renewed: among it momenta, running squares, sums over a batch.
    """

    def __init__(self, reader: Reader, passes: Passes, chains: Iterable[Chain]) -> None:
        self.reader, self.passes = reader, passes
        self.penalties = Reader(reader.values, self.penalty)
        self._penalties: dict[Node, Array] = {}
        self.links: dict[Node, Link] = {}
        self.since: dict[Node, int] = {}
        for chain in chains:
            if is_regular(chain) and chain.root not in passes.numbers:
                for link in chain.links:
                    self.links[link.new] = link
                    self.since[link.new] = chain.links[0].new.serial
        self.parameters = set(passes.numbers)
        self.meeting_nodes = {meeting.node for meeting in passes.meetings}

    def of(self, transition: Transition) -> Applied:
        """What a transition applied."""
        source = self._source(transition)
        if source is not None:
            node, sign = source
            return self._from_optimizer(transition, node, sign)
        total = np.zeros(transition.version.shape)
        decay = np.zeros(transition.version.shape)
        keep = 1.0
        for link in transition.links:
            penalty = self.penalties.read(link.new, link.old)
            own = penalty.amount if penalty is not None else 0.0
            total = total - (link.change.amount - own)
            decay = decay - own
            keep *= link.change.keep
        if keep != 1:
            decay = decay + (1 - keep) * as_array(self.reader.values(transition.version))
        rate = find_rate(transition.links, self.passes, self.reader.values)
        return Applied(total, decay, transition.links, None, rate)

    def penalty(self, node: Node) -> Array:
        """The part of a value that no output has a hand in, but parameters have: weight decay."""
        if node not in self._penalties:
            self._penalties[node] = self._work_out_penalty(node)
        return self._penalties[node]

    def _work_out_penalty(self, node: Node) -> Array:
        if not self.passes.meetings:
            return np.zeros(node.shape)
        name, arguments = name_of(node.function), node.arguments
        if node in self.parameters:
            return as_array(self.reader.values(node))
        if node in self.meeting_nodes:
            return np.zeros(node.shape)
        if name in ("add", "subtract"):
            sign = -1.0 if name == "subtract" else 1.0
            parts = [self.penalty(a) if isinstance(a, Node) else np.zeros(()) for a in arguments]
            return np.asarray(parts[0] + sign * parts[1])
        holds = self.passes.through if self.passes.through.get(node) else self.passes.versions
        if name in ("multiply", "divide"):
            for one, other in ((arguments[0], arguments[1]), (arguments[1], arguments[0])):
                if not isinstance(one, Node) or not holds.get(one):
                    continue
                if isinstance(other, Node) and holds.get(other):
                    continue
                if name == "divide" and one is not arguments[0]:
                    continue
                factor = as_array(self.reader.values(other) if isinstance(other, Node) else other)
                inner = self.penalty(one)
                return np.asarray(inner / factor if name == "divide" else inner * factor)
        if not self.passes.through.get(node):
            value = as_array(self.reader.values(node))
            is_own = self.passes.versions.get(node) and not self.passes.behind_outputs.get(node)
            return value if is_own else np.zeros(node.shape)
        if name in ("negative", "identity"):
            inner = self.penalty(arguments[0])
            return -inner if name == "negative" else inner
        if name in MOVES:
            return moved(name, node, self.penalty, self.reader.values)
        return np.zeros(node.shape)

    # ---- optimizers with a memory

    def _source(self, transition: Transition) -> tuple[Node, float] | None:
        """The gradient that momentum, Adam and the like were given, and its sign in the change."""
        latest: tuple[Node, float] | None = None
        for link in transition.links:
            for term in link.change.terms:
                found = self._given(term.node, transition.version)
                if found is not None and (latest is None or found[0].serial > latest[0].serial):
                    latest = found[0], found[1] * float(np.sign(term.factor) or 1.0)
        return latest

    def _given(self, term: Node, version: Node) -> tuple[Node, float] | None:
        if not self.links:
            return None
        zone = self._since(term, version)
        memories = [
            self.links[node]
            for node in zone
            if node in self.links and self._is_memory(node, zone, version)
        ]
        if not memories:
            return None
        carried = {memory.old for memory in memories} | self._earlier(zone, version)
        # The step may look ahead: what it reads of a memory on the way forward is no part of it.
        outputs = [meeting.output for meeting in self.passes.meetings if meeting.node in zone]
        forward = ancestors(outputs, self.parameters) | self.parameters
        dependent = set(carried)
        for node in sorted(zone - forward, key=lambda n: n.serial):
            if any(n in dependent for n in node.inputs):
                dependent.add(node)
        frontier = {
            entry: node
            for node in dependent
            if node in zone and node not in carried
            for entry in node.inputs
            if entry not in dependent and self.passes.through.get(entry)
        }
        if not frontier:
            return None
        common = self._bottleneck(list(frontier), version.shape)
        if common is None:
            return None
        return common, self._sign(term, common, zone)

    def _earlier(self, zone: set[Node], version: Node) -> set[Node]:
        """What a memory that fades held before this step, read as it is: Adadelta's last moves."""
        return {
            entry
            for node in zone
            for entry in node.inputs
            if entry in self.links
            and entry.serial < version.serial
            and abs(self.links[entry].change.keep - 1) > _FADES
        }

    def _since(self, term: Node, version: Node) -> set[Node]:
        """What a term was worked out from since the version was: this step's own."""
        found: set[Node] = set()
        stack = [term]
        while stack:
            node = stack.pop()
            if node.serial > version.serial and node not in found and node not in self.parameters:
                found.add(node)
                stack.extend(node.inputs)
        return found

    def _bottleneck(self, tops: list[Node], shape: tuple[int, ...]) -> Node | None:
        """The last value through which everything goes that the tops have from the outputs."""
        behind = ancestors(tops, self.parameters)
        through = self.passes.through
        candidates = [node for node in behind if node.shape == shape and through.get(node)]
        for candidate in sorted(candidates, key=lambda node: -node.serial):
            open_now = [top for top in tops if top is not candidate]
            around = ancestors(open_now, self.parameters | {candidate}) - {candidate}
            if not any(node in self.meeting_nodes for node in around):
                return candidate
        return None

    def _is_memory(self, node: Node, zone: set[Node], version: Node) -> bool:
        """Whether a renewed value in the zone is an optimizer's memory, not a sum over a batch."""
        link = self.links[node]
        if not link.change.terms or not any(
            self.passes.through.get(term.node) for term in link.change.terms
        ):
            return False
        if abs(link.change.keep - 1) > _FADES:
            return True
        if self.since[node] > version.serial:
            # A sum over a batch: it has begun within this step.
            return False
        return any(
            name_of(user.function) in ("sqrt", "power", "reciprocal")
            and node in ancestors([user], {link.old})
            for user in zone
        )

    def _sign(self, term: Node, source: Node, zone: set[Node]) -> float:
        """Whether a term grows or falls with the gradient; what scales it is left constant."""

        def constant(reverse: Reverse, node: Node, g: Array) -> list[tuple[Node, Array]] | None:
            return [] if name_of(node.function) in ("sqrt", "square", "power") else None

        reverse = Reverse([source], sorted(zone, key=lambda n: n.serial), 0, self.reader.values)
        try:
            adjoint = reverse.adjoints({term: np.ones(term.shape)}, constant).get(source)
        except (UnderivableError, LookupError, ValueError):
            return 1.0
        return -1.0 if adjoint is not None and float(np.sum(adjoint)) < 0 else 1.0

    def _from_optimizer(self, transition: Transition, node: Node, sign: float) -> Applied:
        value, penalty = as_array(self.reader.values(node)), self.penalty(node)
        rate = rate_of(node, self.passes, self.reader.values)
        return Applied(-sign * (value - penalty), -sign * penalty, transition.links, node, rate)
