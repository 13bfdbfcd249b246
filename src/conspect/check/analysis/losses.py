"""The losses that a program may mean: what each gives back to the outputs.

`SEEDS` are the usual ones, by name: the derivative by the output, up to a factor. Besides them
comes every single number that the program itself computes from its outputs and targets.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from conspect.check.analysis.parameters import spread
from conspect.check.analysis.regions import find_region, is_sigmoid
from conspect.check.analysis.steps import Passes, Step
from conspect.check.derivatives.arrays import Array, as_array, fit
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node

_TINY = 1e-300


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


def _squared(o: Array, t: Array) -> Array:
    return np.asarray(o - t)


def _binary(o: Array, t: Array) -> Array:
    return np.asarray((o - t) / (o * (1 - o)))


def _cross(o: Array, t: Array) -> Array:
    return np.asarray(-t / o)


def _absolute(o: Array, t: Array) -> Array:
    return np.asarray(np.sign(o - t))


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


SEEDS: dict[str, tuple[Callable[[Array, Array], Array], Callable[[Array, Array], bool]]] = {
    "squared error": (_squared, _always),
    "cross-entropy": (_cross, _distribution),
    "binary cross-entropy": (_binary, _between),
    "absolute error": (_absolute, _always),
}


class Objective:
    """A loss at one step: its derivative by the nodes that it is computed from."""

    def __init__(self, loss: Loss, seeds: dict[Node, Array]) -> None:
        self.loss, self.seeds = loss, seeds


def usual_objectives(step: Step, values: Values, dependent: set[Node]) -> list[Objective]:
    """The usual losses, as far as they fit the outputs and targets of the step."""
    pairs = {}
    for meeting in step.meetings:
        if (
            meeting.kind in ("difference", "logarithm", "index", "quotient")
            and meeting.output not in pairs
        ):
            pairs[meeting.output] = (
                as_array(values(meeting.output)),
                meeting.target_value(values),
            )
    found = []
    for name, (derivative, fits) in SEEDS.items():
        if not pairs:
            break
        if name == "cross-entropy" and all(o.ndim == 0 for o, _ in pairs.values()):
            whole = [np.array([pair[k] for pair in pairs.values()]) for k in (0, 1)]
            suited = fits(whole[0], whole[1])
        else:
            suited = all(fits(o, t) for o, t in pairs.values())
        if not suited or (
            name.startswith("binary") and not _after_sigmoid(pairs, dependent, values)
        ):
            continue
        with np.errstate(all="ignore"):
            seeds = {
                node: fit(derivative(o, t), o.shape)
                if np.shape(o) != np.shape(t)
                else derivative(o, t)
                for node, (o, t) in pairs.items()
            }
        if all(np.isfinite(seed).all() for seed in seeds.values()):
            found.append(Objective(Loss(name), seeds))
    return found


def _after_sigmoid(pairs: Iterable[Node], dependent: set[Node], values: Values) -> bool:
    """Whether every output comes out of a sigmoid."""
    regions = [find_region(node, dependent) for node in pairs]
    return all(region is not None and is_sigmoid(region, values) for region in regions)


_REDUCING = {
    "sum", "mean", "total", "average", "dot", "vdot", "inner", "fsum", "norm", "identity",
    "negative", "divide", "multiply", "add", "subtract", "sqrt", "float", "nansum", "item",
    "power", "square",
}  # fmt: skip


def own_objectives(step: Step, passes: Passes) -> list[Objective]:
    """The single numbers that the program computes from this step's outputs and targets."""
    state = set(step.versions)
    consumers: dict[Node, list[Node]] = {}
    for node in passes.tape.nodes:
        for entry in node.inputs:
            consumers.setdefault(entry, []).append(node)
    bits = [
        passes.meetings.index(m) for m in passes.meetings if set(passes.read_by(m.output)) <= state
    ]
    mask = sum(1 << k for k in set(bits))
    found: dict[Loss, dict[Node, Array]] = {}
    for node, through in passes.through.items():
        if node.shape != () or node.site is None or through & ~mask or node in passes.numbers:
            continue
        if name_of(node.function) not in _REDUCING or _goes_on(node, consumers):
            continue
        if not set(passes.read_by(node)) & state:
            continue
        # The same line for every sample, or every output: their sum is meant.
        loss = Loss(node.site.text, "found", node.site)
        found.setdefault(loss, {})[node] = np.array(1.0)
    return [Objective(loss, seeds) for loss, seeds in found.items()][:8]


def _goes_on(node: Node, consumers: dict[Node, list[Node]]) -> bool:
    """Whether something but a running sum is made of a number."""
    return any(
        name_of(user.function) not in ("add", "total", "identity", "less", "greater", "less_equal",
                                       "greater_equal", "stacked")
        for user in consumers.get(node, [])
    )  # fmt: skip


__all__ = ["SEEDS", "Loss", "Objective", "own_objectives", "spread", "usual_objectives"]
