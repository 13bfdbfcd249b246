"""The element that shows a mistake best: as applied, as it should be, and by a difference."""

from contextlib import suppress
from dataclasses import dataclass

import msgspec
import numpy as np

from conspect.check.analysis.applied import Applied
from conspect.check.analysis.comparison import Pair
from conspect.check.analysis.moment import PLAIN
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import UnderivableError
from conspect.check.diagnosis.evidence import Evidence, Setting
from conspect.check.findings import Worked
from conspect.check.recording.tape import Node
from conspect.check.worked.differences import UNREPLAYABLE, Hill
from conspect.check.worked.figures import Numbers
from conspect.check.worked.network import find_twin
from conspect.check.worked.program import Program
from conspect.check.worked.rule import Rule

Place = tuple[int, ...]

# An element shows a mistake well enough if it is off by half of the largest gap.
_WELL = 0.5


def worked(evidence: Evidence, spoilt: list[int]) -> Worked | None:
    """One element of the first of some parameters that can be shown, both ways."""
    for k in spoilt:
        number = evidence.telling.number
        pair = evidence.comparison.pairs[number].get(k)
        scale = evidence.comparison.scales[number] or 1.0
        if pair is not None and pair.applied.shape == pair.true.shape and pair.true.size:
            return _Element(evidence, k, number, pair, scale).worked()
    return None


@dataclass
class _Element:
    evidence: Evidence
    k: int
    number: int
    pair: Pair
    scale: float

    def worked(self) -> Worked | None:
        place = self._place()
        name = self.evidence.case.parameters[self.k].name
        element = f"{name}[{','.join(str(p + 1) for p in place)}]" if place else name
        applied, right = self.pair.applied[place] / self.scale, self.pair.true[place]
        if not np.isfinite(applied) or not np.isfinite(right):
            return None
        code, rule = self._terms(place, float(applied), float(right))
        figures = Worked(element, float(applied), float(right), self._difference(place), code, rule)
        return self._with_network(figures, place)

    def _with_network(self, figures: Worked, place: Place) -> Worked:
        """The figures, and the network that explains the right one, where there is one."""
        found, twin = self._part(place), find_twin(self._setting)
        if found is None or twin is None:
            return figures
        _one, version, own = found
        case, chains = self.evidence.case, self._setting.moment.step.versions
        names = {
            name: case.parameters[case.place[id(chains[node])][0]].name
            + (".T" if twin.is_transposed(node) else "")
            for node, name in twin.names.items()
        }
        return msgspec.structs.replace(
            figures, network=twin.tables, gradient=twin.gradient(version, own), names=names
        )

    def _place(self) -> Place:
        """Of the elements that are far off, one that is nothing in neither, and the furthest."""
        applied, true = self.pair.applied / self.scale, self.pair.true
        gap = np.abs(applied - true)
        telling = (gap >= _WELL * gap.max()) & (applied != 0) & (true != 0)
        best = np.where(telling, gap, -1.0) if telling.any() else gap
        return tuple(int(p) for p in np.unravel_index(int(np.argmax(best)), gap.shape))

    @property
    def _setting(self) -> Setting:
        return self.evidence.settings[self.number]

    def _part(self, place: Place) -> tuple[Applied, Node, Place] | None:
        """What was applied to the element, the version of its array, and its place in that."""
        parameter = self.evidence.case.parameters[self.k]
        part = parameter.places.index(place) if parameter.places else 0
        moment = self._setting.moment
        readings = moment.readings.get(self.evidence.comparison.reading, moment.readings[PLAIN])
        one = readings.get(self.k, {}).get(part)
        chain = parameter.chains[part]
        version = next((v for v, c in moment.step.versions.items() if c is chain), None)
        own = () if parameter.places else place
        return None if one is None or version is None else (one, version, own)

    def _terms(self, place: Place, applied: float, right: float) -> tuple[str, str]:
        code, rule = "", ""
        found = self._part(place)
        if found is None:
            return code, rule
        one, version, own = found
        numbers, setting = Numbers(), self._setting
        passes = setting.case.passes
        known = ancestors(setting.objective.seeds, setting.moment.step.versions) | {*passes.numbers}
        program = Program(setting.case.values, known, passes.through, numbers)
        with suppress(*UNREPLAYABLE, IndexError):
            code = numbers.text(lambda depth: program.applied(one, own, self.scale, depth), applied)
        with suppress(*UNREPLAYABLE, UnderivableError):
            chain = Rule(setting, numbers)
            rule = numbers.text(lambda depth: chain.gradient(version, own, depth), right)
        return code, rule

    def _difference(self, place: Place) -> float | None:
        """The slope of the loss where the element alone is moved; None at a corner."""
        found = self._part(place)
        if found is None:
            return None
        _one, version, own = found
        setting = self._setting
        with suppress(*UNREPLAYABLE):
            hill = Hill(setting.case, setting.moment, setting.objective)
            direction = np.zeros(version.shape)
            direction[own] = max(abs(float(hill.base[version][own])), 0.1)
            slope = hill.slope({version: direction})
            if slope.is_steady:
                return slope.value / float(direction[own])
        return None
