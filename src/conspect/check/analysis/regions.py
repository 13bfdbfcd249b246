"""Activations, found without names: the part of a forward pass that depends on one value alone."""

import heapq
from dataclasses import dataclass

import numpy as np

from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.elementwise import FLAT, PAIRS, SLOPES
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.derivatives.reverse import Reverse, UnderivableError
from conspect.check.recording.tape import Node

_ELEMENTWISE = set(SLOPES) | set(PAIRS) | FLAT | {"where", "clip", "greatest", "least"}
_NORMALISING = {
    "sum", "max", "total", "mean", "getitem", "reshape", "expand_dims", "transpose", "window",
    "stacked", "softmax", "logsumexp", "var", "std", "broadcast_to",
}  # fmt: skip
# What cuts a value out of another or turns it round: at its ends it is no part of an activation.
_CUTS = {"getitem", "reshape", "ravel", "transpose", "window"}
_LINEAR = {"add", "subtract", "negative", "identity", "getitem", "reshape", "transpose", "window"}
_SCALING = {"multiply", "divide", "add", "subtract", "negative", "identity"}


@dataclass(frozen=True)
class Region:
    """An activation: `after` is a function of `before` and of constants.

    Attributes:
        inside: the nodes between, `after` included.
        elementwise: whether each element depends on its own alone.
    """

    before: Node
    after: Node
    inside: frozenset[Node]
    elementwise: bool

    def slope(self, values: Values, side: int = 0) -> Array:
        """The derivative, element by element (of an elementwise one).

        Raises:
            UnderivableError: no derivative is known of an operation inside.
        """
        ordered = sorted({*self.inside, self.before}, key=lambda node: node.serial)
        reverse = Reverse([self.before], ordered, side, values)
        return reverse.adjoints({self.after: np.ones(self.after.shape)}).get(
            self.before, np.zeros(self.before.shape)
        )


def find_region(after: Node, dependent: set[Node]) -> Region | None:
    """The largest activation that ends in a node.

    Args:
        dependent: the nodes that depend on parameters.
    """
    if _is_masked(after, dependent) or name_of(after.function) in _CUTS:
        return None
    queue = [(-after.serial, id(after), after)]
    queued = {after}
    inside: list[Node] = []
    best: Region | None = None
    elementwise, nonlinear = True, False
    while queue:
        _, _, node = heapq.heappop(queue)
        if not queue and nonlinear and _may_begin(inside[-1], elementwise, dependent):
            best = Region(node, after, frozenset(inside), elementwise)
        name = name_of(node.function)
        if node.function is None or (name not in _ELEMENTWISE and name not in _NORMALISING):
            break
        entries = [entry for entry in dict.fromkeys(node.inputs) if entry in dependent]
        if not entries:
            break
        inside.append(node)
        elementwise &= name in _ELEMENTWISE
        nonlinear |= _bends(node, name, dependent)
        for entry in entries:
            if entry not in queued:
                queued.add(entry)
                heapq.heappush(queue, (-entry.serial, id(entry), entry))
    return best


def _may_begin(node: Node, elementwise: bool, dependent: set[Node]) -> bool:
    """Whether an activation may begin with an operation.

    The `/ sqrt(d)` before a softmax is no part of it: the rules for softmax know of none.
    """
    name = name_of(node.function)
    if elementwise or name not in _SCALING:
        return name not in _CUTS
    return sum(entry in dependent for entry in dict.fromkeys(node.inputs)) > 1


def _is_masked(node: Node, dependent: set[Node]) -> bool:
    """Whether a node is a value times a constant of its own shape, as dropout's mask is.

    The mask is no part of the activation before it, whose slope is taken where there is no mask.
    """
    name = name_of(node.function)
    if node.shape == () or name not in ("multiply", "divide"):
        return False
    factors = node.arguments[:2] if name == "multiply" else node.arguments[1:2]
    constants = [part for part in factors if isinstance(part, Node) and part not in dependent]
    return len(constants) == 1 and constants[0].shape == node.shape


def _bends(node: Node, name: str, dependent: set[Node]) -> bool:
    """Whether an operation is no linear function of what depends on parameters."""
    if name in _LINEAR or name in (
        "sum",
        "mean",
        "total",
        "expand_dims",
        "stacked",
        "broadcast_to",
    ):
        return False
    if name in ("multiply", "divide"):
        both = [part for part in node.arguments[:2] if isinstance(part, Node) and part in dependent]
        return len(both) == 2 or (name == "divide" and node.arguments[1] in both)
    return True


def is_sigmoid(region: Region, values: Values) -> bool:
    """Whether an activation's slope is a(1 − a)."""
    if not region.elementwise:
        return False
    try:
        slope = region.slope(values)
    except (UnderivableError, LookupError):
        return False
    a = as_array(values(region.after))
    return bool(np.allclose(slope, a * (1 - a), rtol=1e-4, atol=1e-12))


def is_stretched_sigmoid(region: Region, values: Values) -> bool:
    """Whether an activation is a sigmoid of a multiple, as 1/(1 + 10^(−z/400)): a' ∝ a(1 − a)."""
    if not region.elementwise or is_sigmoid(region, values):
        return region.elementwise
    before = as_array(values(region.before))
    ratios = []
    for point in (before, before / 2 + 1, -before):
        there = Values({region.before: point})
        a = as_array(there(region.after))
        try:
            with np.errstate(all="ignore"):
                ratios.append(np.ravel(region.slope(there) / (a * (1 - a))))
        except (UnderivableError, LookupError):
            return False
    found = np.concatenate(ratios)
    return bool(found[0] != 0 and np.allclose(found, found[0]))
