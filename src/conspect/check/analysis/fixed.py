"""Weights and biases that no step renews, found by what they meet in the forward pass."""

from collections.abc import Iterator

from conspect.check.analysis.case import Case
from conspect.check.analysis.moment import Moment
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS
from conspect.check.derivatives.replay import ancestors
from conspect.check.recording.tape import Node


def fixed_weights(case: Case, moment: Moment) -> list[list[Node]]:
    """Leaves that may be weights or biases.

    Each list has one, or the two of a product of which one is the data, as long as nothing tells
    which.
    """
    found = {
        tuple(leaves): leaves
        for node in moment.forward
        if not case.passes.through.get(node) and len(node.inputs) == 2
        for leaves in _met_at(case, moment, node)
        if leaves
    }
    return list(found.values())


def _met_at(case: Case, moment: Moment, node: Node) -> Iterator[list[Node]]:
    name = name_of(node.function)
    leaves = [
        entry
        for entry in dict.fromkeys(node.inputs)
        if entry not in case.passes.versions and entry.site is not None
    ]
    if name in PRODUCTS and len(leaves) == 2:
        yield _weights_among(case, node, leaves)
    elif name == "add" or name in PRODUCTS:
        for leaf in leaves:
            other = next(entry for entry in node.inputs if entry is not leaf)
            # A sum with an array of the same shape may be one with the data.
            is_spread = name != "add" or leaf.shape != other.shape
            if is_spread and _has_product(other, set(moment.step.versions)):
                yield [leaf]


def _has_product(node: Node, versions: set[Node]) -> bool:
    """Whether a value comes from a product, as what a layer adds its bias to does."""
    return any(name_of(n.function) in PRODUCTS for n in ancestors([node], versions))


def _weights_among(case: Case, product: Node, leaves: list[Node]) -> list[Node]:
    """Which of the two is no data: the one that the units of the layer come from."""
    if len(product.shape) < 2:
        return [leaf for leaf in leaves if len(leaf.shape) == 2]
    for user in case.users.get(product, []):
        if name_of(user.function) == "add":
            bias = next((entry for entry in user.inputs if entry is not product), product)
            axis = _axis_of_units(bias.shape, product.shape)
            return leaves if axis is None else [leaves[axis]]
    return leaves


def _axis_of_units(bias: tuple[int, ...], product: tuple[int, ...]) -> int | None:
    """The axis of a layer's values that a bias is not spread over; None if that is not plain.

    >>> _axis_of_units((3,), (8, 3)), _axis_of_units((3, 1), (3, 8)), _axis_of_units((), (8, 3))
    (1, 0, None)
    """
    aligned = (1,) * (len(product) - len(bias)) + bias
    kept = [axis for axis, size in enumerate(aligned) if size == product[axis]]
    return kept[0] if len(kept) == 1 and len(product) == 2 else None
