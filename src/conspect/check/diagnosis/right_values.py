"""The values on the program's way back that are right in themselves, and the first wrong use."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations

import numpy as np

from conspect.check.analysis.moment import PLAIN
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import ancestors
from conspect.check.diagnosis.evidence import Evidence
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

_CLOSE = 1e-5
_MOST_PARAMETERS = 8
_MOST_FACTORS = 4


class RightValues:
    """What the program computes that is a gradient of the loss by something on the way."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.traces = evidence.telling.traces

    @cached_property
    def nodes(self) -> set[Node]:
        """These values, whatever number they are multiplied with."""
        return {node for node, _factor in self._found} | self._numbers

    @cached_property
    def usual(self) -> set[Node]:
        """Those that have the usual factor."""
        usual = self._usual_factor
        return {node for node, times in self._found if _is_near(times, usual)} | self._numbers

    def times(self, value: Array, factor: float) -> Iterator[Node]:
        """The program's values that are a true one times the usual factor and another."""
        wanted = factor * self._usual_factor
        for node, times in self.traces.multiples(value):
            if _is_near(times, wanted):
                yield node

    def numbers(self, value: Array) -> Iterator[Node]:
        """The single numbers that a value, all of whose elements are equal, is in the program."""
        if value.size and not np.ptp(value):
            for factor in self._factors:
                yield from self.traces.equal(float(value.flat[0]) * factor)

    def last_use(self, ends: Iterable[Node], *, as_usual: bool = False) -> Node | None:
        """The first operation behind some values that makes something wrong of a right value.

        Args:
            ends: what went wrong.
            as_usual: whether a value with another factor than usual is wrong.
        """
        right = self.usual if as_usual else self.nodes
        found: list[Node] = []
        seen: set[Node] = set()
        stack = list(ends)
        while stack:
            node = stack.pop()
            if node in seen or node in right or node in self.evidence.case.passes.numbers:
                continue
            seen.add(node)
            if node.site is not None and any(entry in right for entry in node.inputs):
                found.append(node)
            stack.extend(node.inputs)
        return min(found, key=lambda node: node.serial, default=None)

    def last_name(self, ends: Iterable[Node]) -> Site | None:
        """Where the right value behind some others got another name, if it did: at `db = dz`."""
        behind = ancestors(ends, self.evidence.case.passes.numbers) & self.nodes
        named = [b for b in self.evidence.case.tape.bindings if b.new in behind and b.direct]
        last = max(named, key=lambda binding: binding.serial, default=None)
        own = last.new.site if last is not None else None
        renamed = last is not None and own is not None and last.site.line != own.line
        return last.site if last is not None and renamed else None

    @cached_property
    def _found(self) -> list[tuple[Node, float]]:
        values = self.evidence.telling.passed_back.values()
        return [found for value in values for found in self.traces.multiples(value)]

    @cached_property
    def _numbers(self) -> set[Node]:
        single = [v for v in self.evidence.telling.passed_back.values() if v.size == 1]
        return {node for value in single for node in self.numbers(value)}

    @property
    def _usual_factor(self) -> float:
        """What the program's own gradients are of the true ones, before its rate."""
        comparison, first = self.evidence.comparison, self.evidence.telling
        known = [first.moment.rate(k) for k in comparison.errors if k not in comparison.wrong]
        rate = next((r for r in [*known, *comparison.rates] if r), 1.0)
        return comparison.scales[first.number] / rate

    @cached_property
    def _factors(self) -> list[float]:
        """The same where they are single numbers: with and without what all are multiplied by."""
        scale = self.evidence.comparison.scales[self.evidence.telling.number]
        shared = common_factors(self.evidence)
        pairs = [one * other for one, other in combinations(shared, 2)]
        found = [scale / number for number in (1.0, *shared, *pairs)]
        return list(dict.fromkeys([*found, *(-factor for factor in found)]))


def common_factors(evidence: Evidence) -> list[float]:
    """The numbers by which every update multiplies: the rate, the size of the batch."""
    keys = list(evidence.comparison.errors)[:_MOST_PARAMETERS]
    found = [_factors_behind(evidence, updates_of(evidence, [k])) for k in keys]
    shared = [n for n in found[0] if all(n in other for other in found)] if found else []
    return shared[:_MOST_FACTORS]


def _factors_behind(evidence: Evidence, ends: list[Node]) -> list[float]:
    """The numbers that values on the way back are multiplied with, or divided by."""
    through, found = evidence.case.passes.through, list[float]()
    for node in sorted(ancestors(ends, evidence.case.passes.numbers), key=lambda n: -n.serial):
        name = name_of(node.function)
        if name not in ("multiply", "divide") or not through.get(node):
            continue
        for position, part in enumerate(node.arguments[:2]):
            if isinstance(part, Node) and part.function is not None:
                continue
            number = as_array(evidence.case.values(part) if isinstance(part, Node) else part)
            if number.size == 1 and (name == "multiply" or position) and number.all():
                one = abs(float(number.reshape(())))
                found.append(one if name == "multiply" else 1 / one)
    return list(dict.fromkeys(found))


def updates_of(evidence: Evidence, parameters: Iterable[int]) -> list[Node]:
    """What some parameters' updates end in: their new values, and the changes that these are of."""
    ends: list[Node] = []
    for k in parameters:
        for one in evidence.telling.moment.readings[PLAIN].get(k, {}).values():
            ends += [one.source] if one.source is not None else []
            for link in one.links:
                ends += [link.new, *(term.node for term in link.change.terms)]
    return ends


def _is_near(number: float, other: float) -> bool:
    return bool(other) and abs(number / other - 1) < _CLOSE
