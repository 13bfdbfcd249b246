"""The derivative of a softmax is taken for that of single elements."""

from collections.abc import Iterator

import numpy as np

from conspect.check.diagnosis.changes import NewSlope, groups, where, with_result
from conspect.check.diagnosis.evidence import Evidence, Flow
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """s(1 − s) alone, without what one output does to another; or no derivative at all."""
    results: list[tuple[NewSlope, str]] = [
        (lambda s, r, g: g * s.value(r.after) * (1 - s.value(r.after)), "ds · s(1 − s)"),
        (lambda s, r, g: g, "ds"),
        (lambda s, r, g: g * s.value(r.after), "ds · s"),
        (lambda s, r, g: g * s.value(r.after) - np.sum(g * s.value(r.after)), "ds · s − sum"),
    ]
    for group in groups(evidence, elementwise=False):
        for new, text in results:
            yield Flow(
                "softmax_derivative", 1.2, with_result(group, new),
                _("the derivative of the softmax of line {line} leaves out what one output does "
                  "to the others").format(line=where(evidence, group)),
                _("with cross-entropy use softmax − target; else s·(ds − sum(ds·s))"),
                ("dz = s · (ds − sum(ds · s))", f"dz = {text}"),
            )  # fmt: skip
