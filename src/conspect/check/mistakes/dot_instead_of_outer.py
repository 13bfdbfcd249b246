"""The gradient of weights is one number, a dot product, where an outer product is meant."""

from collections.abc import Iterator

import numpy as np

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.evidence import Evidence, Gradients, Relation, Setting
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Relation]:
    """The trace of the outer product, for every weight alike."""
    for k, parameter in enumerate(evidence.case.parameters):
        if len(parameter.shape) != 2 or parameter.shape[0] != parameter.shape[1]:
            continue

        def dotted(setting: Setting, gradients: Gradients, k: int = k) -> Array | None:
            if k not in gradients or gradients[k].ndim != 2:
                return None
            return np.full(gradients[k].shape, np.trace(gradients[k]))

        yield Relation(
            "dot_instead_of_outer", 1.0, k, dotted,
            _("every weight of {name} gets the same number: a dot product").format(
                name=parameter.name
            ),
            _("use the outer product of delta and input"),
            ("dW[j,i] = dz[j] · x[i]", "dW[j,i] = sum(k, dz[k] · x[k])"),
        )  # fmt: skip
