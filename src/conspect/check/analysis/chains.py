"""Values that are made anew from their old ones: parameters, but also sums, counters, states."""

from bisect import bisect
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from conspect.check.analysis.changes import Change, Reader
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Binding, Node, Tape

# Of an old value that is renewed: so much of it is in the new one.
MOST = 0.5

Stored = tuple[Node, Hashable]
"""A value, and a place that it was stored in."""


@dataclass
class Link:
    """One renewal.

    Attributes:
        binding: where the new value was stored.
        tests: the comparisons that decided that it is made.
    """

    old: Node
    new: Node
    change: Change
    binding: Binding
    tests: list[Node] = field(default_factory=list)

    @property
    def sources(self) -> list[Node]:
        """What the change is made of, and what decided that it is made."""
        return [*(term.node for term in self.change.terms), *self.tests]


@dataclass
class Chain:
    """The versions of one value, each made from the one before.

    Attributes:
        root: the first version.
    """

    root: Node
    links: list[Link] = field(default_factory=list)

    @property
    def versions(self) -> list[Node]:
        """All versions, in order."""
        return [self.root, *(link.new for link in self.links)]


def first_link(chain: Chain) -> Link:
    """The first renewal that adds something."""
    return next(link for link in chain.links if link.change.terms)


def is_regular(chain: Chain) -> bool:
    """Whether a value is renewed again and again with the same factor, as a memory is."""
    keeps = [link.change.keep for link in chain.links]
    return len(keeps) > 1 and max(keeps) - min(keeps) < 1e-9


def find_chains(tape: Tape, reader: Reader) -> list[Chain]:
    """All chains of the record, in the order of their first renewal."""
    renewals: dict[Node, list[Binding]] = {}
    for binding in tape.bindings:
        if binding.old is not None and binding.new.function is not None:
            renewals.setdefault(binding.new, []).append(binding)
    chains: list[Chain] = []
    ends: dict[Node, Chain] = {}
    found = [_latest(bindings, reader) for bindings in renewals.values()]
    links = [link for link in found if link is not None]
    tests = _tests(tape)
    for link in links:
        latest = [_before(tests.get(site, []), link) for site in link.binding.site.tests]
        link.tests = [node for node in latest if node is not None]
    renewed = {(link.old, link.binding.place) for link in links}
    stored = {(binding.new, binding.place) for binding in tape.bindings}
    for link in links:
        chain = ends.get(link.old)
        if chain is not None and _goes_elsewhere(chain, link, renewed, stored):
            # A sum that begins with a parameter, which gets its own next value later.
            chain = None
        elif chain is not None:
            del ends[link.old]
        if chain is None:
            chain = Chain(link.old)
            chains.append(chain)
        chain.links.append(link)
        ends[link.new] = chain
    return [chain for chain in chains if any(link.change.terms for link in chain.links)]


def _tests(tape: Tape) -> dict[Site, list[Node]]:
    """The comparisons of single numbers, by their places, in order."""
    found: dict[Site, list[Node]] = {}
    for node in tape.nodes:
        if node.site is not None and isinstance(node.value, bool | np.bool_):
            found.setdefault(node.site, []).append(node)
    return found


def _before(nodes: list[Node], link: Link) -> Node | None:
    """The latest of some nodes before a renewal."""
    place = bisect(nodes, link.binding.serial, key=lambda node: node.serial)
    return nodes[place - 1] if place else None


def memories(chains: list[Chain], parameters: list[Chain]) -> set[Node]:
    """Where sums and momenta begin: what is renewed again and again and is no parameter.

    What was counted up before the first parameter was renewed is data.
    """
    lasting = without_restarted(chains)
    others = [chain for chain in lasting if not any(chain is known for known in parameters)]
    began = min((p.links[0].binding.serial for p in parameters if p.links), default=0)
    return {
        chain.root
        for chain in others
        if len(chain.links) > 1 and chain.links[-1].binding.serial > began
    }


def without_restarted(chains: list[Chain]) -> list[Chain]:
    """The chains but those that begin anew at each step: data that a shortcut adds to."""
    starts = Counter(_start(chain) for chain in chains)
    return [chain for chain in chains if starts[_start(chain)] == 1]


def _start(chain: Chain) -> tuple[Node, Hashable]:
    return chain.root, chain.links[0].binding.site.key()


def _goes_elsewhere(chain: Chain, link: Link, renewed: set[Stored], stored: set[Stored]) -> bool:
    """Whether a renewal stands in another place, and the chain goes on in its own.

    What is made of an attribute or a slot, under a name for the moment, is no renewal of it.
    """
    place = chain.links[-1].binding.place
    if link.binding.place == place:
        return False
    is_lasting = isinstance(place, tuple) and place[0] in ("attribute", "item")
    is_name = isinstance(link.binding.place, tuple) and link.binding.place[0] == "name"
    return (link.old, place) in renewed or (
        is_lasting and is_name and (link.new, place) not in stored
    )


def _latest(bindings: list[Binding], reader: Reader) -> Link | None:
    """The renewal from the latest of several old values, of which most is kept.

    A place that was not bound for a while, as an argument of a function seldom called, holds a
    value of many renewals before. A name that is lent to one number after another held one that
    has only a small part in the new value.
    """
    found: list[Link] = []
    for old, binding in {binding.old: binding for binding in reversed(bindings)}.items():
        change = reader.read(binding.new, old) if old is not None else None
        if old is not None and change is not None:
            found.append(Link(old, binding.new, change, binding))
    return max(found, key=lambda link: (link.change.keep > MOST, link.old.serial), default=None)
