"""Sizes that happen to be equal, and hide what NumPy would refuse, or the numbers would show."""

from collections.abc import Iterator

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.parameters import is_part_of
from conspect.check.derivatives.names import name_of
from conspect.check.oversights.hidden_transpose import applied_elsewhere, unseen
from conspect.check.recording.tape import Node
from conspect.check.report.source import place_of
from conspect.language import _


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[str]:
    """Gradients that are their own transposes; biases that are added along the samples."""
    for k in unseen(case, comparison):
        if not applied_elsewhere(case, loss, comparison, k):
            yield _(
                "{name} is square and its gradient is its own transpose in this run: a transposed "
                "gradient would look the same; try other data, or a layer that is not square"
            ).format(name=case.parameters[k].name)
    yield from _along_samples(case)


def _along_samples(case: Case) -> Iterator[str]:
    """`W @ X + b` with a flat b: it is added along the last axis, which is that of the samples."""
    told: set[object] = set()
    for moment in case.moments[:1]:
        for node in moment.forward:
            bias = _flat_bias(node, set(moment.step.versions))
            if bias is None or node.site is None or node.site.key() in told:
                continue
            told.add(node.site.key())
            chain = moment.step.versions[bias]
            yield _(
                "{where} adds {name} along the samples, not along the units: it fits only because "
                "there are as many samples as units ({count})"
            ).format(
                where=place_of(node.site.file, node.site.cell, node.site.line),
                name=case.parameters[case.place[id(chain)][0]].name,
                count=node.shape[-1],
            )


def _flat_bias(node: Node, versions: set[Node]) -> Node | None:
    """The flat parameter that is added to parameter @ values, columns being samples."""
    is_square = len(node.shape) == 2 and node.shape[0] == node.shape[1] > 1
    if name_of(node.function) != "add" or len(node.inputs) != 2 or not is_square:
        return None
    for product, bias in (node.inputs, node.inputs[::-1]):
        if bias in versions and bias.shape == node.shape[:1] and _is_weighted(product, versions):
            return bias
    return None


def _is_weighted(node: Node, versions: set[Node]) -> bool:
    """Whether this is a parameter @ values."""
    if name_of(node.function) not in ("matmul", "dot") or len(node.inputs) != 2:
        return False
    first, second = node.inputs
    return is_part_of(first, versions) and not is_part_of(second, versions)
