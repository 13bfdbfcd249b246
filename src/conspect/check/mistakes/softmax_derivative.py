"""The derivative of a softmax is wrong: taken for that of single elements, or taken twice."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_result
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.language import _


def through_softmax(setting: Setting, region: Region, g: Array, axis: int | None = None) -> Array:
    """The true way back through a softmax, normalised along an axis; its own if left out."""
    s = setting.value(region.after)
    along = axis_of(s) if axis is None else axis
    result: Array = s * (g - np.sum(g * s, axis=along, keepdims=True))
    return result


def axis_of(s: Array) -> int | None:
    """The axis along which a softmax adds up to one; None for all of it."""
    for axis in reversed(range(s.ndim)):
        if s.shape[axis] > 1 and np.allclose(s.sum(axis=axis), 1, atol=1e-6):
            return axis
    return None


def _twice(setting: Setting, region: Region, g: Array) -> Array:
    s = setting.value(region.after)
    result: Array = through_softmax(setting, region, g) * s * (1 - s)
    return result


def _and_once_more(setting: Setting, region: Region, g: Array) -> Array:
    return through_softmax(setting, region, through_softmax(setting, region, g))


def propose(evidence: Evidence) -> Iterator[Flow]:
    """s(1 − s) alone, without what one output does to another; no derivative; one too many."""
    alone = _(
        "the derivative of the softmax of line {line} leaves out what one output does to others"
    )
    twice = _("the derivative of the softmax of line {line} is counted twice")
    fix = _("with cross-entropy, dz is softmax − target and nothing more; else s·(ds − sum(ds·s))")
    results: list[tuple[NewSlope, str, str]] = [
        (lambda s, r, g: g * s.value(r.after) * (1 - s.value(r.after)), alone, "ds · s(1 − s)"),
        (lambda s, r, g: g, alone, "ds"),
        (lambda s, r, g: g * s.value(r.after), alone, "ds · s"),
        (
            lambda s, r, g: g * s.value(r.after) - np.sum(g * s.value(r.after)),
            alone,
            "ds · s − sum",
        ),
        (_twice, twice, "(s − target) · s(1 − s)"),
        (_and_once_more, twice, "s · (dz − sum(dz · s))"),
    ]
    for group in groups(evidence, elementwise=False):
        for new, what, text in results:
            yield Flow(
                "softmax_derivative", 1.2, with_result(group, new),
                what.format(line=where(evidence, group)), fix,
                ("dz = s · (ds − sum(ds · s))", f"dz = {text}"),
            )  # fmt: skip
