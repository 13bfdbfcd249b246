"""The losses that a program may mean: what each gives back to the outputs.

`USUAL` are the usual ones, by name, up to a factor. Besides them comes every single number that the
program itself computes from its outputs and targets.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from conspect.check.analysis.regions import find_region, is_stretched_sigmoid
from conspect.check.analysis.steps import Passes, Step
from conspect.check.analysis.targets import users_of
from conspect.check.derivatives.arrays import Array, as_array, fit
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS
from conspect.check.derivatives.replay import Values, ancestors
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

_TINY = 1e-300

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


def _half_square(o: Array, t: Array) -> Array:
    return np.asarray((o - t) ** 2 / 2)


def _squared(o: Array, t: Array) -> Array:
    return np.asarray(o - t)


def _surprise(o: Array, t: Array) -> Array:
    return np.asarray(-np.where(t == 0, 0.0, t * np.log(o)))


def _cross(o: Array, t: Array) -> Array:
    return np.asarray(-t / o)


def _both_surprises(o: Array, t: Array) -> Array:
    return _surprise(o, t) + _surprise(1 - o, 1 - t)


def _binary(o: Array, t: Array) -> Array:
    return np.asarray((o - t) / (o * (1 - o)))


def _size(o: Array, t: Array) -> Array:
    return np.asarray(np.abs(o - t))


def _absolute(o: Array, t: Array) -> Array:
    return np.asarray(np.sign(o - t))


def _logistic(o: Array, t: Array) -> Array:
    return np.asarray(np.logaddexp(0, -t * o))


def _logistic_slope(o: Array, t: Array) -> Array:
    return np.asarray(-t * np.exp(-np.logaddexp(0, t * o)))


def _hinge(o: Array, t: Array) -> Array:
    return np.asarray(np.maximum(0, 1 - t * o))


def _hinge_slope(o: Array, t: Array) -> Array:
    return np.asarray(-t * (t * o < 1))


def _squared_hinge(o: Array, t: Array) -> Array:
    return _hinge(o, t) ** 2 / 2


def _squared_hinge_slope(o: Array, t: Array) -> Array:
    return -t * _hinge(o, t)


def _missed(o: Array, t: Array) -> Array:
    return np.asarray(np.maximum(0, -t * o))


def _missed_slope(o: Array, t: Array) -> Array:
    """A perceptron's: at 0 it has not decided yet, which is a miss."""
    return np.asarray(-t * (t * o <= 0))


def _always(o: Array, t: Array) -> bool:
    return True


def _between(o: Array, t: Array) -> bool:
    """Whether these are outputs of a sigmoid, with targets between 0 and 1."""
    inside = bool(np.all((o > 0) & (o < 1)))
    return inside and bool(np.all((t >= 0) & (t <= 1)))


def _distribution(o: Array, t: Array) -> bool:
    """Whether outputs and targets add up to one along some axis, as after a softmax."""
    if o.ndim == 0 or o.size < 2 or not np.all((o >= 0) & (o <= 1)):
        return False
    axes: list[int | None] = [*range(o.ndim), None]
    return any(
        np.allclose(np.sum(o, axis=axis), 1, atol=1e-5)
        and np.allclose(np.sum(t, axis=axis), 1, atol=1e-5)
        for axis in axes
        if axis is None or o.shape[axis] > 1
    )


@dataclass(frozen=True)
class Usual:
    """A usual loss, for an output and its target.

    Attributes:
        value: its terms.
        derivative: of each term by the output.
        fits: whether such an output and such a target go with it.
        of_margins: whether it goes by the output times a target of 1 or −1.
    """

    value: Callable[[Array, Array], Array]
    derivative: Callable[[Array, Array], Array]
    fits: Callable[[Array, Array], bool]
    of_margins: bool = False


USUAL = {
    "squared error": Usual(_half_square, _squared, _always),
    "cross-entropy": Usual(_surprise, _cross, _distribution),
    "binary cross-entropy": Usual(_both_surprises, _binary, _between),
    "absolute error": Usual(_size, _absolute, _always),
    "logistic loss": Usual(_logistic, _logistic_slope, _always, of_margins=True),
    "hinge loss": Usual(_hinge, _hinge_slope, _always, of_margins=True),
    "squared hinge loss": Usual(_squared_hinge, _squared_hinge_slope, _always, of_margins=True),
    "perceptron loss": Usual(_missed, _missed_slope, _always, of_margins=True),
}


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


_REDUCING = {
    "sum", "mean", "total", "average", "dot", "vdot", "inner", "fsum", "norm", "identity",
    "negative", "divide", "multiply", "add", "subtract", "sqrt", "float", "nansum", "item",
    "power", "square",
}  # fmt: skip


def own_objectives(step: Step, passes: Passes) -> list[Objective]:
    """The single numbers that the program computes from this step's outputs and targets."""
    state = set(step.versions)
    users = users_of(passes.tape.nodes)
    bits = [
        passes.meetings.index(m) for m in passes.meetings if set(passes.read_by(m.output)) <= state
    ]
    mask = sum(1 << k for k in set(bits))
    # What a parameter is changed by is no loss, and no other gradient is.
    renewed = [link.new for transition in step.transitions for link in transition.links]
    gradients = ancestors(renewed, state) | _on_the_way_back(passes)
    ends: dict[Loss, dict[Node, Array]] = {}
    means: dict[Loss, dict[Node, Array]] = {}
    for node, through in passes.through.items():
        if node.shape != () or node.site is None or through & ~mask or node in gradients:
            continue
        counted = [user for user in users.get(node, []) if _is_counting(user, node)]
        summed = [user for one in counted for user in users.get(one, [])]
        others = [user for user in users.get(node, []) if user not in counted]
        if name_of(node.function) not in _REDUCING or _goes_on(others + summed):
            continue
        if not set(passes.read_by(node)) & state:
            continue
        # The same line for every sample, or every output: their sum is meant.
        loss = Loss(node.site.text, "found", node.site)
        (means if counted else ends).setdefault(loss, {})[node] = np.array(1.0)
    return [Objective(loss, seeds) for loss, seeds in (ends | means).items()][:8]


def _on_the_way_back(passes: Passes) -> set[Node]:
    """What is made of an error times weights, or times a slope: no loss, but a gradient."""
    outputs = {meeting.output for meeting in passes.meetings}
    errors = {meeting.node for meeting in passes.meetings}
    found: set[Node] = set()
    for node in passes.tape.nodes:
        if not passes.through.get(node) or node in errors:
            continue
        name = name_of(node.function)
        others = [n for n in node.inputs if not passes.through.get(n) and n not in outputs]
        is_product = name == "multiply" or name in PRODUCTS
        passed = is_product and any(passes.read_by(other) for other in others)
        if passed or any(entry in found for entry in node.inputs):
            found.add(node)
    return found


def _goes_on(users: list[Node]) -> bool:
    """Whether something but a running sum is made of a number."""
    return any(
        name_of(user.function) not in ("add", "total", "identity", "less", "greater", "less_equal",
                                       "greater_equal", "stacked")
        for user in users
    )  # fmt: skip


def _is_counting(user: Node, mean: Node) -> bool:
    """Whether a mean is multiplied with the number of its samples, on its way into a sum."""
    other = [entry for entry in user.inputs if entry is not mean]
    is_whole = len(other) == 1 and isinstance(other[0].value, int | np.integer)
    return name_of(user.function) == "multiply" and is_whole


__all__ = ["USUAL", "Loss", "Objective", "own_objectives", "usual_objectives"]
