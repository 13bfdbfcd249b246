"""Constant factors of single gradients, against the factor that all others have."""

from collections.abc import Callable

import numpy as np

from conspect.check.analysis.comparison import Pair, common_scale, ratio
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.evidence import Evidence, Gradients, Setting

Check = Callable[[float], bool]


def sizes(evidence: Evidence) -> list[int]:
    """The numbers that a batch may be divided by: sizes of outputs, and how many there are."""
    found: set[int] = set()
    for setting in evidence.settings:
        for meeting in setting.moment.step.meetings:
            found.update(size for size in meeting.output.shape if size > 1)
            found.update([int(np.prod(meeting.output.shape))] if meeting.output.shape else [])
        found.add(len(setting.moment.step.outputs))
    return sorted(size for size in found if size > 1)


def is_size(evidence: Evidence, factor: float) -> bool:
    """Whether a factor is one of the sizes, or one over it.

    A factor of 2 is no batch, unless the batch has two samples.
    """
    return any(
        abs(factor * part - 1) < 1e-6 for size in sizes(evidence) for part in (size, 1 / size)
    )


def is_bias(evidence: Evidence, k: int) -> bool:
    """Whether a parameter is only added, never multiplied."""
    chains = {id(chain) for chain in evidence.case.parameters[k].chains}
    versions = evidence.telling.moment.step.versions
    uses = [use for use in evidence.telling.layers.uses if id(versions[use.version]) in chains]
    return bool(uses) and not any(use.is_product for use in uses)


def factor_against_others(setting: Setting, gradients: Gradients, k: int) -> float:
    """The factor of one applied gradient against those of the others; 0 if there is none."""
    evidence = setting.evidence
    applied = evidence.applied[setting.number]
    others = {
        j: Pair(applied[j], gradients[j])
        for j in evidence.keys
        if j != k and j in applied and j in gradients
    }
    scale = common_scale(others, evidence.case.tolerance)
    if scale <= 0 or k not in applied or k not in gradients:
        return 0.0
    return ratio(applied[k], gradients[k]) / scale


def constant(k: int, fits: Check) -> Callable[[Setting, Gradients], Array | None]:
    """One factor for all steps, taken from the first, if it is of the kind wanted."""

    def changed(setting: Setting, gradients: Gradients) -> Array | None:
        first = setting.evidence.telling
        factor = factor_against_others(first, first.gradients_now, k)
        if not np.isfinite(factor) or abs(factor) < 1e-9 or not fits(factor) or k not in gradients:
            return None
        return factor * gradients[k]

    return changed
