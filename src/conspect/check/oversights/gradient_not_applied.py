"""A gradient is worked out, and then nothing is made of it: its parameter stays as it is."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from conspect.check.analysis.case import Case, Moment
from conspect.check.analysis.chains import Chain
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.groups import UNNAMED, find_groups
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import Reverse, UnderivableError
from conspect.check.findings import Mistake
from conspect.check.recording.tape import Node
from conspect.language import _

# An array of fewer numbers agrees with a gradient too easily, but for the factor of them all.
_FEWEST = 3


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Fixed weights and biases whose true gradient stands in a variable that nobody reads."""
    if case.computed:
        return
    rate = next(iter(comparison.rates), 0.0)
    usual = comparison.scale / rate if rate else 0.0
    for moment in case.moments[:1]:
        for leaf in _fixed(case, moment):
            true = _true(case, moment, loss, comparison.side, leaf)
            weight = as_array(case.values(leaf))
            gradient = _unread(case, true, weight, usual) if true is not None else None
            if gradient is not None:
                yield _mistake(case, _name(case, leaf), gradient)


def _fixed(case: Case, moment: Moment) -> list[Node]:
    """What activations are multiplied with, or what is spread over products, and never renewed."""
    versions = set(moment.step.versions)
    found: dict[Node, None] = {}
    for node in moment.forward:
        if case.passes.through.get(node):
            continue
        name = name_of(node.function)
        if (name != "add" and name not in PRODUCTS) or len(node.inputs) != 2:
            continue
        for leaf, other in (node.inputs, node.inputs[::-1]):
            is_leaf = leaf not in case.passes.versions
            # A sum with an array of the same shape may be one with the data.
            is_spread = name != "add" or leaf.shape != other.shape
            if is_leaf and is_spread and leaf.site is not None and _is_activation(other, versions):
                found[leaf] = None
    return list(found)


def _is_activation(node: Node, versions: set[Node]) -> bool:
    """Whether a value comes from a product with a parameter."""
    if node in versions:
        return False
    products = [n for n in ancestors([node], versions) if name_of(n.function) in PRODUCTS]
    return any(ancestors([product], versions) & versions for product in products)


def _name(case: Case, leaf: Node) -> str:
    """What the program calls it; a view that is made anew at each step, by what it is made of."""
    [parameter] = find_groups(case.tape, [Chain(leaf)], case.namespaces)
    if parameter.name != UNNAMED or leaf.site is None:
        return parameter.name
    return leaf.site.text.removesuffix(".T")


def _true(case: Case, moment: Moment, loss: Loss, side: int, leaf: Node) -> Array | None:
    objective = case.objective(moment, loss)
    nodes = sorted(ancestors(objective.seeds, {leaf}), key=lambda node: node.serial)
    reverse = Reverse([leaf], nodes, side, case.values)
    seeds = {node: seed for node, seed in objective.seeds.items() if node in reverse.reach}
    try:
        return reverse.adjoints(seeds).get(leaf)
    except (UnderivableError, LookupError):
        return None


def _unread(case: Case, true: Array, weight: Array, usual: float) -> Node | None:
    """A value in proportion to a gradient, that was given a name and is read by nothing.

    Args:
        true: the gradient of the loss on the data.
        weight: what it is the gradient of; a penalty adds a multiple of it.
        usual: the factor that all gradients share, without the rate.
    """
    if not np.any(true):
        return None
    parts = [true, weight] if true.size > _FEWEST else [true]
    # A weight that is never renewed may meet the inputs as a transposed view.
    forms = [parts, [part.T for part in parts]] if true.ndim > 1 else [parts]
    for binding, form in product(case.tape.bindings, forms):
        node: Node = binding.new
        if node.shape != form[0].shape or case.users.get(node) or not case.passes.through.get(node):
            continue
        value = as_array(case.values(node))
        columns = np.stack([part.reshape(-1) for part in form], axis=1)
        factors = np.linalg.lstsq(columns, value.reshape(-1), rcond=None)[0]
        close = 10 * case.tolerance * np.abs(value).max()
        if not factors[0] or np.abs(value.reshape(-1) - columns @ factors).max() > close:
            continue
        if true.size >= _FEWEST or abs(factors[0] - usual) <= 10 * case.tolerance * usual:
            return node
    return None


def _mistake(case: Case, name: str, gradient: Node) -> Mistake:
    site = gradient.site
    assert site is not None
    return Mistake(
        "parameter_never_updated", [name], site.file, site.line,
        _("the gradient of {name} is worked out here, but never applied").format(name=name),
        _("update {name} with it, as the other parameters are").format(name=name),
        _("{name} has the same value at every step").format(name=name),
        site.cell, case.tape.sources.span(site),
    )  # fmt: skip
