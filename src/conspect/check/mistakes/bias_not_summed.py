"""A bias gets the deltas of all samples, unsummed: it grows a row for each."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.deltas import delta_of
from conspect.check.diagnosis.evidence import Evidence, Gradients, Relation, Setting
from conspect.check.diagnosis.factors import is_bias
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Relation]:
    """The delta itself, in its own shape; or its first row."""
    for k, parameter in enumerate(evidence.case.parameters):
        if not is_bias(evidence, k):
            continue
        for new in (_whole, _first):
            yield Relation(
                "bias_not_summed", 1.0, k, new(k),
                _("the gradient of {name} is not summed over the samples").format(
                    name=parameter.name
                ),
                _("sum the deltas over the samples, so that the gradient has the bias's shape"),
                ("db[j] = sum(n, dz[n,j])", "db[n,j] = dz[n,j]"),
            )  # fmt: skip


def _whole(k: int) -> Callable[[Setting, Gradients], Array | None]:
    def changed(setting: Setting, gradients: Gradients) -> Array | None:
        applied = setting.evidence.applied[setting.number].get(k)
        if applied is None or k not in gradients:
            return None
        if applied.shape == gradients[k].shape:
            # The bias has grown already: now the delta is its gradient.
            return gradients[k] if setting.number else None
        delta = delta_of(setting, k)
        return delta if delta is not None and delta.shape == applied.shape else None

    return changed


def _first(k: int) -> Callable[[Setting, Gradients], Array | None]:
    def changed(setting: Setting, gradients: Gradients) -> Array | None:
        delta = delta_of(setting, k)
        if delta is None or delta.ndim != 2 or k not in gradients or min(delta.shape) < 2:
            return None
        size = gradients[k].size
        row = delta[0] if delta.shape[1] == size else delta[:, 0]
        return np.reshape(row, gradients[k].shape) if row.size == size else None

    return changed
