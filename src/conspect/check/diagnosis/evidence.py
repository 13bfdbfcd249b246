"""What is to be explained, and how well a change to the backward pass explains it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison, Pair, compare, difference, ratio
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.moment import Moment
from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import (
    Adjoints,
    Override,
    Reverse,
    Shares,
    UnderivableError,
)  # fmt: skip
from conspect.check.diagnosis.layers import Layers
from conspect.check.diagnosis.traces import Traces
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

# A gradient that is so small a part of what it is at other steps shows nothing.
_SMALL = 1e-9

Gradients = dict[int, Array]
"""By parameter."""
Way = tuple[Node | None, Node]
"""To a node, from an operation that reads it; from all of them, where it is None."""
Passed = dict[Way, Array]
"""What goes backwards."""


@dataclass(frozen=True, eq=False)
class Flow:
    """A change to what goes backwards.

    Attributes:
        cause: of the contract.
        price: how odd it is; of two that explain the same, the cheaper is named.
        override: for a step, the changed rules.
        what: in plain words, what the program does.
        fix: how to mend it.
        skip: parameters of these layers are not touched by the change.
        seeds: for a step, other derivatives at the outputs.
        site: where it is, if that is known.
    """

    cause: str
    price: float
    override: Callable[["Setting"], Override]
    what: str
    fix: str
    formulas: tuple[str, str] = ("", "")
    own: Callable[["Setting", int], Override | None] | None = None
    seeds: Callable[["Setting"], dict[Node, Array]] | None = None
    site: Site | None = None


@dataclass(frozen=True, eq=False)
class Relation:
    """A change to one parameter's gradient once it is there.

    Attributes:
        parameter: which.
        gradient: for each step, from the gradients as they flow, the changed one; None if the
            shapes forbid it.
    """

    cause: str
    price: float
    parameter: int
    gradient: Callable[["Setting", Gradients], Array | None]
    what: str
    fix: str
    formulas: tuple[str, str] = ("", "")
    site: Site | None = None


class Setting:
    """One step, with everything that a change may need."""

    def __init__(self, evidence: "Evidence", moment: Moment, number: int) -> None:
        self.evidence, self.moment, self.number = evidence, moment, number
        self.case = evidence.case
        self.objective = evidence.case.objective(moment, evidence.loss)
        self.layers = Layers(moment, self.objective.seeds)
        self.gradients_now: Gradients = {}
        self.adjoints_now: Adjoints = {}
        self._cache: dict[tuple[int, ...], tuple[Gradients, Adjoints]] = {}
        self._slopes: dict[Region, Array] = {}

    def rate(self, parameter: int) -> float:
        """What the program multiplies a gradient with; the usual number, if that is unknown."""
        usual = self.case.schedule.rates[self.number] if self.case.schedule.rates else 0.0
        return self.moment.rate(parameter) or usual

    @property
    def versions(self) -> set[Node]:
        """The parameters as this step has read them."""
        return set(self.moment.step.versions)

    @cached_property
    def traces(self) -> Traces:
        """What the program computes of this step's meetings: its way back."""
        passes = self.case.passes
        mine = {id(meeting) for meeting in self.moment.step.meetings}
        mask = sum(1 << k for k, m in enumerate(passes.meetings) if id(m) in mine)
        forward = set(self.moment.forward)
        nodes = [n for n, through in passes.through.items() if through & mask and n not in forward]
        return Traces(nodes, self.case.values, self.case.tolerance)

    @cached_property
    def passed_back(self) -> Passed:
        """The true gradients, and what they are sums of."""
        return self.passed_back_under([], None)

    def passed_back_under(self, flows: list[Flow], parameter: int | None) -> Passed:
        """The gradients under some changes, and what they are sums of."""
        shares: Shares = {}
        adjoints = self.adjoints(flows, parameter, shares)
        found: Passed = {(None, node): adjoint for node, adjoint in adjoints.items()}
        found.update((w, share) for w, share in shares.items() if share is not adjoints[w[1]])
        return found

    @cached_property
    def right(self) -> Adjoints:
        """The true adjoints of the forward pass."""
        return self.adjoints([])

    def program_factor(self, node: Node) -> float:
        """By which factor the program's own gradient of a node differs from ours; 1 if unknown."""
        wanted = self.right.get(node)
        if wanted is None:
            return 1.0
        return next((factor for _, factor in self.traces.multiples(wanted)), 1.0)

    def value(self, node: Node) -> Array:
        """A node's value."""
        return as_array(self.case.values(node))

    def slope(self, region: Region) -> Array:
        """An activation's derivative."""
        if region not in self._slopes:
            self._slopes[region] = region.slope(self.case.values, self.evidence.side)
        return self._slopes[region]

    def adjoints(
        self, flows: Iterable[Flow], parameter: int | None = None, shares: Shares | None = None
    ) -> Adjoints:
        """What goes backwards under some changes; where they treat parameters apart, for one.

        `shares` is filled with what the adjoints are sums of, if it is given.
        """
        overrides: list[Override] = []
        seeds = self.objective.seeds
        for flow in flows:
            if flow.seeds:
                seeds = flow.seeds(self)
            own = flow.own(self, parameter) if flow.own and parameter is not None else None
            overrides.append(own or flow.override(self))

        def together(reverse: Reverse, node: Node, g: Array) -> list[tuple[Node, Array]] | None:
            for override in overrides:
                given = override(reverse, node, g)
                if given is not None:
                    return given
            return None

        reverse = self.case.reverse(self.moment, self.evidence.side)
        inside = {node: seed for node, seed in seeds.items() if node in reverse.reach}
        return reverse.adjoints(inside, together if overrides else None, shares)

    def gradients(self, flows: list[Flow]) -> Gradients:
        """The parameters' gradients under some changes."""
        key = tuple(id(flow) for flow in flows)
        if key not in self._cache:
            adjoints = self.adjoints(flows)
            found = self.case.gathered(self.moment, adjoints)
            if any(flow.own for flow in flows):
                for k in self.evidence.keys:
                    whole = self.case.gathered(self.moment, self.adjoints(flows, k))
                    if k in whole:
                        found[k] = whole[k]
            self._cache[key] = found, adjoints
        self.gradients_now, self.adjoints_now = self._cache[key]
        return self.gradients_now

    def behind(self, nodes: Iterable[Node]) -> set[int]:
        """The parameters that some nodes of the forward pass depend on."""
        read = ancestors(nodes, self.moment.step.versions)
        return {
            self.case.place[id(chain)][0]
            for version, chain in self.moment.step.versions.items()
            if version in read
        }

    def scaled(self, parameter: int) -> Array:
        """What was applied, the common factor taken out."""
        scale = self.evidence.comparison.scales[self.number] or 1.0
        return self.evidence.comparison.pairs[self.number][parameter].applied / scale


@dataclass
class Explanation:
    """Some changes, and how the applied gradients compare under them."""

    flows: list[Flow]
    relations: list[Relation]
    comparison: Comparison

    @property
    def cost(self) -> tuple[float, float]:
        """Unexplained parameters, then the prices."""
        prices = sum(f.price for f in self.flows) + sum(r.price for r in self.relations)
        unsteady = 0.5 * (not self.comparison.is_steady)
        return (len(self.comparison.wrong) + unsteady, prices)


class Evidence:
    """The applied gradients of a program under one loss, to be explained."""

    def __init__(self, case: Case, loss: Loss, comparison: Comparison) -> None:
        self.case, self.loss, self.comparison = case, loss, comparison
        self.side = comparison.side
        self.keys = list(comparison.errors)
        # If the factor changes from step to step, those that agree may have been taken for it.
        self.may_be_spoilt = {
            k
            for k in self.keys
            if k in comparison.wrong
            or not comparison.is_steady
            or not any(np.any(pairs[k].true) for pairs in comparison.pairs if k in pairs)
        }
        self.settings = [Setting(self, m, k) for k, m in enumerate(case.moments)]
        self.applied = [
            case.applied(m, with_decay=comparison.with_decay, reading=comparison.reading)
            for m in case.moments
        ]

    @cached_property
    def telling(self) -> Setting:
        """The step that shows the most of what is wrong; of several, the first."""
        return max(self.settings, key=lambda setting: self._shown(setting.number))

    def _shown(self, number: int) -> tuple[int, int]:
        """How many wrong gradients of a step are no mere multiples of the true ones.

        And how few are 0, as they may be at the start: these show nothing.
        """
        pairs = self.comparison.pairs[number]
        wrong = {k: pairs[k] for k in self.comparison.wrong if k in pairs}
        others = sum(
            difference(one.applied, one.true, ratio(one.applied, one.true)) > self.case.tolerance
            for one in wrong.values()
        )
        nothing = sum(one.sizes[1] <= _SMALL * self._largest(k) for k, one in wrong.items())
        return others, -nothing

    def _largest(self, k: int) -> float:
        """The largest element of a parameter's true gradients."""
        return max(pairs[k].sizes[1] for pairs in self.comparison.pairs if k in pairs)

    def explain(
        self, flows: list[Flow], relations: list[Relation], *, steps: int | None = None
    ) -> Explanation | None:
        """Compare under some changes; None if they cannot be made here."""
        steps_pairs: list[dict[int, Pair]] = []
        try:
            if relations:
                # They go by what that step shows.
                self.telling.gradients(flows)
            for setting, applied in list(zip(self.settings, self.applied, strict=True))[:steps]:
                gradients = dict(setting.gradients(flows))
                for relation in relations:
                    changed = relation.gradient(setting, gradients)
                    if changed is None or not np.isfinite(changed).all():
                        return None
                    gradients[relation.parameter] = changed
                if not all(np.isfinite(g).all() for g in gradients.values()):
                    return None
                pairs = {}
                for k in self.keys:
                    if k in gradients and k in applied:
                        pairs[k] = Pair(applied[k], gradients[k], setting.rate(k))
                steps_pairs.append(pairs)
        except (UnderivableError, LookupError, ValueError, IndexError, TypeError):
            return None
        schedule = self.comparison.schedule.first(steps)
        return Explanation(flows, relations, compare(steps_pairs, self.case.tolerance, schedule))


def matches(applied: Array, other: Array, scale: float, tolerance: float) -> bool:
    """Whether an array is the scaled other, and not nothing."""
    return bool(np.any(applied)) and difference(applied, other, scale) <= tolerance


__all__ = [
    "Evidence",
    "Explanation",
    "Flow",
    "Gradients",
    "Relation",
    "Setting",
    "field",
    "matches",
]
