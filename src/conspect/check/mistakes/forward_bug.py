"""The backward pass is right, for another forward pass than the program has."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, chosen, groups, where, with_result
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.mistakes.softmax_derivative import axis_of
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """A softmax that is normalised along the samples."""
    for group in groups(evidence, elementwise=False):
        sites = [region.after.site for region in chosen(evidence.telling, group)]
        yield Flow(
            "forward_bug", 1.0, with_result(group, _along_the_other()),
            _("the softmax of line {line} adds up to one along the samples, not along the "
              "classes").format(line=where(evidence, group)),
            _("normalise along the classes: axis=1 (keepdims=True) where the samples are rows"),
            ("s[n,j] = exp(z[n,j]) / sum(k, exp(z[n,k]))",
             "s[n,j] = exp(z[n,j]) / sum(m, exp(z[m,j]))"),
            site=sites[0],
        )  # fmt: skip


def _along_the_other() -> NewSlope:
    def changed(setting: Setting, region: Region, g: Array) -> Array | None:
        s = setting.value(region.after)
        axis = axis_of(s)
        if s.ndim != 2 or axis is None:
            return None
        result: Array = s * (g - np.sum(g * s, axis=1 - axis, keepdims=True))
        return result

    return changed
