"""The number of samples is divided by too often, or not at all, in some of the gradients."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Relation, Setting
from conspect.check.diagnosis.factors import constant, is_bias, is_size, sizes
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow | Relation]:
    """N or 1/N, for one gradient or from a layer downwards."""
    fix = _("divide by the number of samples once, where the loss does")
    for k, parameter in enumerate(evidence.case.parameters):
        if not is_bias(evidence, k):
            yield Relation(
                "batch_scale", 1.2, k, constant(k, lambda c: is_size(evidence, c)),
                _("the gradient of {name} has the number of samples as a factor too much").format(
                    name=parameter.name
                ),
                fix, ("dW", "N · dW"),
            )  # fmt: skip
    for group in groups(evidence):
        for size in sizes(evidence):
            for factor in (1 / size, float(size)):
                yield Flow(
                    "batch_scale", 1.3, with_slope(group, _times(factor)),
                    _("from the activation of line {line} downwards, the gradients are divided by "
                      "the number of samples too often, or too seldom").format(
                        line=where(evidence, group)),
                    fix, ("dz = da · f'(z)", f"dz = {factor:.4g} · da · f'(z)"),
                )  # fmt: skip


def _times(factor: float) -> NewSlope:
    def slope(setting: Setting, region: Region, g: Array) -> Array:
        return np.asarray(factor * setting.slope(region))

    return slope
