"""The losses that a program may mean: what each gives back to the outputs.

They are the usual ones, by name, and every single number that the program itself computes from its
outputs and targets (own_losses.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from conspect.check.analysis.regions import find_region, is_stretched_sigmoid
from conspect.check.analysis.steps import Step
from conspect.check.analysis.usual_losses import USUAL, Usual
from conspect.check.derivatives.arrays import Array, as_array, fit
from conspect.check.derivatives.replay import Values
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

Look = Callable[[Node], Any]
"""Gives a node's value."""


@dataclass(frozen=True)
class Loss:
    """A loss that may be meant.

    Attributes:
        name: `squared error`, `cross-entropy`, … or the program's own expression.
        origin: `given`, `found` or `inferred`.
        site: where the program computes it.
    """

    name: str
    origin: str = "inferred"
    site: Site | None = None


class Objective:
    """A loss at one step: its derivative by the nodes that it is computed from.

    Args:
        value: the loss, if these nodes have other values; left out, it is the sum of the nodes,
            each times its derivative.
    """

    def __init__(
        self,
        loss: Loss,
        seeds: dict[Node, Array],
        value: Callable[[Look], float] | None = None,
    ) -> None:
        self.loss, self.seeds = loss, seeds
        self.value = value or self._weighted_sum

    def _weighted_sum(self, look: Look) -> float:
        return sum(float(np.sum(as_array(look(n)) * seed)) for n, seed in self.seeds.items())


def usual_objectives(step: Step, values: Values, dependent: set[Node]) -> list[Objective]:
    """The usual losses, as far as they fit the outputs and targets of the step."""
    if all(meeting.kind == "decision" for meeting in step.meetings):
        return _of_decisions(step, values)
    by_margin = all(meeting.kind == "margin" for meeting in step.meetings)
    pairs: dict[Node, tuple[Array, Array]] = {}
    for meeting in step.meetings:
        fits = meeting.kind != "decision" and (meeting.kind == "margin") == by_margin
        if fits and meeting.output not in pairs:
            output = as_array(values(meeting.output))
            pairs[meeting.output] = output, meeting.target_value(values)
    found = []
    for name, usual in USUAL.items():
        if not pairs or usual.of_margins != by_margin:
            continue
        if name == "cross-entropy" and all(o.ndim == 0 for o, _ in pairs.values()):
            whole = [np.array([pair[k] for pair in pairs.values()]) for k in (0, 1)]
            suited = usual.fits(whole[0], whole[1])
        else:
            suited = all(usual.fits(o, t) for o, t in pairs.values())
        if not suited or (
            name.startswith("binary") and not _after_sigmoid(pairs, dependent, values)
        ):
            continue
        with np.errstate(all="ignore"):
            seeds = {
                node: fit(usual.derivative(o, t), o.shape)
                if np.shape(o) != np.shape(t)
                else usual.derivative(o, t)
                for node, (o, t) in pairs.items()
            }
        if all(np.isfinite(seed).all() for seed in seeds.values()):
            found.append(Objective(Loss(name), seeds, partial(_usual_value, usual, pairs)))
    return found


def _of_decisions(step: Step, values: Values) -> list[Objective]:
    """A perceptron's loss: what has been decided wrongly pulls at the output, whatever its size."""
    seeds = {
        meeting.output: as_array(values(meeting.decided)) - meeting.target_value(values)
        for meeting in step.meetings
        if meeting.decided is not None
    }
    return [Objective(Loss("perceptron loss"), seeds)] if seeds else []


def _usual_value(usual: Usual, pairs: dict[Node, tuple[Array, Array]], look: Look) -> float:
    return sum(
        float(np.sum(usual.value(as_array(look(node)), target)))
        for node, (_output, target) in pairs.items()
    )


def _after_sigmoid(pairs: Iterable[Node], dependent: set[Node], values: Values) -> bool:
    """Whether every output comes out of a sigmoid."""
    regions = [find_region(node, dependent) for node in pairs]
    return all(region is not None and is_stretched_sigmoid(region, values) for region in regions)
