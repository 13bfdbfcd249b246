"""A gradient is worked out, and then nothing is made of it: its parameter stays as it is."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.chains import Chain
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.fixed import fixed_weights
from conspect.check.analysis.groups import UNNAMED, find_groups
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.moment import Moment
from conspect.check.derivatives.arrays import Array, as_array
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
    for moment in case.moments[:1]:
        for leaves in fixed_weights(case, moment):
            found = [(leaf, _gradient(case, moment, loss, comparison, leaf)) for leaf in leaves]
            unread = [(leaf, gradient) for leaf, gradient in found if gradient is not None]
            # A layer may work out the gradient of its inputs, too, which nobody need read.
            if len(unread) == 1:
                [(leaf, gradient)] = unread
                yield _mistake(case, _name(case, leaf), gradient)


def _gradient(
    case: Case, moment: Moment, loss: Loss, comparison: Comparison, leaf: Node
) -> Node | None:
    """The value that is a leaf's true gradient, and that nobody reads."""
    true = _true(case, moment, loss, comparison.side, leaf)
    rate = next(iter(comparison.rates), 0.0)
    usual = comparison.scale / rate if rate else 0.0
    return None if true is None else _unread(case, true, as_array(case.values(leaf)), usual)


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
