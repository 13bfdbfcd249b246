"""A forward pass as layers: where parameters come in, where activations are."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from conspect.check.analysis.moment import Moment
from conspect.check.analysis.parameters import is_part_of
from conspect.check.analysis.regions import Region, find_region
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS
from conspect.check.derivatives.replay import ancestors, between
from conspect.check.recording.tape import Node

Role = tuple[object, ...]
"""Which operation of the source: in a recurrent network, the same at every time."""


def role_of(node: Node) -> Role:
    """The role of a node; a value that was there before has its own."""
    return (_key(node), name_of(node.function)) if node.site and node.function else (node,)


@dataclass(frozen=True)
class Use:
    """An operation that takes a parameter in.

    Attributes:
        node: the operation.
        weight: its operand that is the parameter, or a part of it.
        other: its other operand; None for one that is not recorded.
        version: the parameter's node.
        is_product: a product, by which what comes from above is passed on through the weights.
    """

    node: Node
    weight: Node
    other: Node | None
    version: Node
    is_product: bool


class Layers:
    """The forward pass of one step, as far as a loss depends on it.

    Args:
        ends: what the loss is computed from; a pass that only measures does not lead there.

    Attributes:
        uses: where parameters come in.
        regions: the activations.
        level: of each region, how many activations are between it and the output.
    """

    def __init__(self, moment: Moment, ends: Iterable[Node]) -> None:
        self.moment = moment
        self.versions = set(moment.step.versions)
        behind = ancestors(ends, self.versions)
        self.dependent = between(self.versions, [n for n in moment.forward if n in behind])
        self.nodes = [node for node in moment.forward if node in self.dependent]
        self.consumers: dict[Node, list[Node]] = {}
        for node in self.nodes:
            for entry in dict.fromkeys(node.inputs):
                self.consumers.setdefault(entry, []).append(node)
        self.uses = [use for node in self.nodes for use in self._uses(node)]
        self.regions = self._regions()
        self.level = self._levels()

    def _uses(self, node: Node) -> list[Use]:
        name = name_of(node.function)
        found = []
        for entry in dict.fromkeys(node.inputs):
            version = self._version_of(entry)
            if version is None or is_part_of(node, self.versions):
                continue
            others = [part for part in node.inputs if part is not entry]
            product = name in PRODUCTS or name in ("multiply", "einsum")
            found.append(Use(node, entry, others[0] if others else None, version, product))
        return found

    def _version_of(self, node: Node) -> Node | None:
        if not is_part_of(node, self.versions):
            return None
        while node not in self.versions:
            node = node.inputs[0]
        return node

    def _regions(self) -> list[Region]:
        best: dict[Node, Region] = {}
        outputs = self.moment.step.outputs
        network = ancestors(outputs, self.versions) if outputs else set(self.nodes)
        for node in self.nodes:
            if node not in network:
                continue
            region = find_region(node, self.dependent)
            if region is None or region.before in self.versions or not self._closed(region):
                continue
            known = best.get(region.before)
            if known is None or known.after.serial < node.serial:
                best[region.before] = region
        return sorted(best.values(), key=lambda region: region.after.serial)

    def _closed(self, region: Region) -> bool:
        """Whether nothing inside is used outside, but the result."""
        return all(
            node is region.after
            or all(user in region.inside for user in self.consumers.get(node, []))
            for node in region.inside
        )

    @cached_property
    def by_role(self) -> dict[Role, list[Node]]:
        """The operations of each role, in order."""
        found: dict[Role, list[Node]] = {}
        for node in self.nodes:
            if node.function is not None:
                found.setdefault(role_of(node), []).append(node)
        return found

    @cached_property
    def states_before(self) -> dict[Region, Node]:
        """For an activation, the value of its own shape that goes into its layer by weights."""
        return {
            region: use.other
            for use in self.uses
            if use.is_product and use.other is not None
            for region in self.own_regions(use.node)
            if use.other.shape == region.after.shape
        }

    def _levels(self) -> dict[Region, int]:
        by_after = {region.after: region for region in self.regions}
        above: dict[Node, int] = {}
        level: dict[Region, int] = {}
        for node in reversed(self.nodes):
            high = max((above.get(user, 0) for user in self.consumers.get(node, [])), default=0)
            if node in by_after:
                level[by_after[node]] = high
                high += 1
            above[node] = high
        return level

    def groups(self) -> list[list[Region]]:
        """Activations that a mistake may have in common: those of a level, a line, a role, all."""
        found: dict[frozenset[Region], list[Region]] = {}
        by_level: dict[int, list[Region]] = {}
        by_line: dict[object, list[Region]] = {}
        by_role: dict[object, list[Region]] = {}
        for region in self.regions:
            by_level.setdefault(self.level[region], []).append(region)
            by_line.setdefault(_key(region.after), []).append(region)
            by_role.setdefault(self._role(region), []).append(region)
        lists = [*by_level.values(), *by_line.values(), *by_role.values(), self.regions]
        if len(self.regions) <= 8:
            lists += [[region] for region in self.regions]
        for members in lists:
            if members:
                found.setdefault(frozenset(members), members)
        return list(found.values())

    def _role(self, region: Region) -> object:
        """Where an activation's value comes from and goes to: a gate's, at every moment of time."""
        users = frozenset(_key(user) for user in self.consumers.get(region.after, []))
        return _key(region.before), _key(region.after), users

    def own_regions(self, version: Node) -> set[Region]:
        """The activations that a parameter's layer ends in: the first ones above it."""
        by_before = {region.before: region for region in self.regions}
        by_inside = {node: region for region in self.regions for node in region.inside}
        found: set[Region] = set()
        stack, seen = [version], set()
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in by_before:
                found.add(by_before[node])
            elif node in by_inside:
                found.add(by_inside[node])
            else:
                stack.extend(self.consumers.get(node, []))
        return found


def _key(node: Node) -> object:
    return node.site and node.site.key()
