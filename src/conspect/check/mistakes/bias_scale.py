"""A bias's gradient is a mean where the others are sums, or a sum where they are means."""

from collections.abc import Iterator

from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import ancestors
from conspect.check.diagnosis.evidence import Evidence, Relation
from conspect.check.diagnosis.factors import constant, is_bias, is_size
from conspect.check.diagnosis.right_values import updates_of
from conspect.check.recording.sites import Site
from conspect.language import _

_SUMS = {"sum", "mean", "average", "total", "einsum", "dot", "matmul"}


def propose(evidence: Evidence) -> Iterator[Relation]:
    """N or 1/N times the gradient of a bias."""
    for k, parameter in enumerate(evidence.case.parameters):
        if is_bias(evidence, k):
            yield Relation(
                "bias_scale", 1.2, k, constant(k, lambda c: is_size(evidence, c)),
                _("the gradient of {name} is a mean where those of the weights are sums, "
                  "or the other way round").format(name=parameter.name),
                _("treat the bias as the weights: both sums, or both means"),
                ("db = sum(dz)", "db = mean(dz)"), _last_sum(evidence, k),
            )  # fmt: skip


def _last_sum(evidence: Evidence, k: int) -> Site | None:
    """Where the gradient of a bias is summed up, if that is one operation."""
    passes = evidence.case.passes
    sums = [
        node
        for node in ancestors(updates_of(evidence, [k]), passes.numbers)
        if name_of(node.function) in _SUMS and passes.through.get(node)
    ]
    return max(sums, key=lambda node: node.serial).site if sums else None
