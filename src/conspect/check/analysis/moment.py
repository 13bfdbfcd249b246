"""A step of the program, and what it applied there."""

from dataclasses import dataclass

import numpy as np

from conspect.check.analysis.applied import Applied
from conspect.check.analysis.losses import Objective
from conspect.check.analysis.rates import Rate
from conspect.check.analysis.steps import Step
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

ByPart = dict[int, dict[int, Applied]]
PLAIN, ONCE, FRESH = "plain", "once", "fresh"


@dataclass
class Moment:
    """A step, with what is needed to compare it.

    Attributes:
        readings: what was applied, by parameter and for each of its chains: as it is (`plain`), and
            where it applies with the repetitions (`once`) or what was left from earlier steps
            (`fresh`) taken out.
        network: which of the networks that the program trains, from 0.
        forward: the nodes between the parameters and the outputs, in order.
    """

    step: Step
    readings: dict[str, ByPart]
    forward: list[Node]
    objectives: list[Objective]
    network: int

    @property
    def is_finite(self) -> bool:
        """Whether all that was applied are numbers."""
        applied = (one for parts in self.readings[PLAIN].values() for one in parts.values())
        return all(np.isfinite(one.gradient).all() for one in applied)

    def rate(self, parameter: int) -> float:
        """What the program multiplies a parameter's gradient with.

        0 if its parts have several; of a plain number, too, for which data may be taken for it.
        """
        parts = self.readings[PLAIN].get(parameter, {}).values()
        rates = {one.rate.value for one in parts if one.gradient.shape}
        return rates.pop() if len(rates) == 1 else 0.0

    def rates(self) -> list[float]:
        """What each parameter's gradient is multiplied with; 0 if its length was limited."""
        return [0.0 if rate.limited else rate.value for rate in self._rates()]

    def planned(self) -> list[float]:
        """What in each parameter's rate may change from step to step; 0 as above."""
        return [0.0 if rate.limited else rate.planned for rate in self._rates()]

    def _rates(self) -> list[Rate]:
        parts = self.readings[PLAIN].values()
        return [one.rate for by_part in parts for one in by_part.values()]

    def update(self, parameter: int) -> Site | None:
        """Where a parameter gets its new value; None if it gets none in this step."""
        for one in self.readings[PLAIN].get(parameter, {}).values():
            if one.links:
                return one.links[0].binding.site
        return None
