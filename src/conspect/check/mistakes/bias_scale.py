"""A bias's gradient is a mean where the others are sums, or a sum where they are means."""

from collections.abc import Iterator

from conspect.check.diagnosis.evidence import Evidence, Relation
from conspect.check.diagnosis.factors import constant, is_bias, is_size
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Relation]:
    """N or 1/N times the gradient of a bias."""
    for k, parameter in enumerate(evidence.case.parameters):
        if is_bias(evidence, k):
            yield Relation(
                "bias_scale", 1.2, k, constant(k, lambda c: is_size(evidence, c)),
                _("the gradient of {name} is a mean where those of the weights are sums, "
                  "or the other way round").format(name=parameter.name),
                _("treat the bias as the weights: both sums, or both means"),
                ("db = sum(dz)", "db = mean(dz)"),
            )  # fmt: skip
