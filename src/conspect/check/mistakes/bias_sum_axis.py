"""A bias's gradient is summed along the units instead of the samples."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.deltas import delta_of
from conspect.check.diagnosis.evidence import Evidence, Gradients, Relation, Setting
from conspect.check.diagnosis.factors import is_bias
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Relation]:
    """The sum or the mean of the delta along another axis, where there are as many."""
    for k, parameter in enumerate(evidence.case.parameters):
        if not is_bias(evidence, k):
            continue
        for mean in (False, True):
            yield Relation(
                "bias_sum_axis", 1.1, k, _along_the_other(k, mean),
                _("the gradient of {name} is summed along the wrong axis").format(
                    name=parameter.name
                ),
                _("sum over the samples: axis 0 where they are rows, 1 where they are columns"),
                ("db[j] = sum(n, dz[n,j])", "db[n] = sum(j, dz[n,j])"),
            )  # fmt: skip
            yield Relation(
                "bias_sum_axis", 1.1, k, _over_all(k, mean),
                _("the gradient of {name} is summed over the units as well as the samples").format(
                    name=parameter.name
                ),
                _("sum over the samples: axis 0 where they are rows, 1 where they are columns"),
                ("db[j] = sum(n, dz[n,j])", "db[j] = sum(n, sum(k, dz[n,k]))"),
            )  # fmt: skip


def _along_the_other(k: int, mean: bool) -> Callable[[Setting, Gradients], Array | None]:
    def changed(setting: Setting, gradients: Gradients) -> Array | None:
        delta = delta_of(setting, k)
        if delta is None or delta.ndim != 2 or k not in gradients:
            return None
        right = gradients[k]
        for axis in (0, 1):
            along: Array = delta.mean(axis=axis) if mean else delta.sum(axis=axis)
            # The right sum is told by its values: the other one is wanted.
            if along.size == right.size and not _equal(along, right, mean, delta.shape[axis]):
                return along.reshape(right.shape)
        return None

    return changed


def _over_all(k: int, mean: bool) -> Callable[[Setting, Gradients], Array | None]:
    def changed(setting: Setting, gradients: Gradients) -> Array | None:
        delta = delta_of(setting, k)
        if delta is None or k not in gradients or gradients[k].size < 2:
            return None
        number = delta.mean() if mean else delta.sum()
        return np.full(gradients[k].shape, number)

    return changed


def _equal(along: Array, right: Array, mean: bool, size: int) -> bool:
    flat = along.reshape(-1) * (size if mean else 1)
    gap = abs(flat - right.reshape(-1)).max(initial=0.0)
    return bool(gap <= 1e-9 * abs(right).max(initial=0.0))
