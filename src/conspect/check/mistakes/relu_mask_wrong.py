"""The mask of a relu lets the wrong units pass."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, chosen, groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.language import _


def is_piecewise(setting: Setting, region: Region) -> bool:
    """Whether an activation's slopes are few: a relu, a leaky one, a hard limit."""
    slopes = np.unique(np.round(setting.slope(region), 12))
    return len(slopes) <= 2 and bool(np.isin(slopes, [0.0, 1.0]).any())


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Masks that are mistaken for z > 0."""
    masks: list[tuple[NewSlope, float, str]] = [
        (lambda s, r, g: 1.0, 0.9, _("passes every unit")),
        (lambda s, r, g: s.value(r.before) < 0, 1.1, _("passes the units that are off")),
        (lambda s, r, g: s.value(r.before) <= 0, 1.1, _("passes the units that are off")),
        (lambda s, r, g: s.value(r.before) > 1, 1.3, _("asks for more than 1")),
        (lambda s, r, g: g > 0, 1.2, _("looks at what comes from above, not at z")),
        (lambda s, r, g: s.value(r.before), 1.3, _("multiplies by z instead of 0 or 1")),
        (lambda s, r, g: s.slope(r) > 0, 1.3, _("has lost the small slope")),
        (lambda s, r, g: np.where(s.slope(r) == 1, 1.0, 0.0), 1.3, _("has lost the small slope")),
        (lambda s, r, g: np.sign(s.value(r.before)), 1.3, _("takes the sign of z")),
        (lambda s, r, g: 0.0, 1.5, _("passes no unit")),
    ]
    for group in groups(evidence):
        if not all(
            is_piecewise(evidence.telling, region) for region in chosen(evidence.telling, group)
        ):
            continue
        line = where(evidence, group)
        for mask, price, text in masks:
            yield Flow(
                "relu_mask_wrong",
                price,
                with_slope(group, _number(mask)),
                _("the mask of the relu of line {line} is wrong: it {does}").format(
                    line=line, does=text
                ),
                _("let the gradient pass where z > 0 (where the relu's output is above 0)"),
                ("dz = da · (z > 0)", "dz = da · mask"),
            )


def _number(mask: NewSlope) -> NewSlope:
    def slope(setting: Setting, region: Region, g: Array) -> Array:
        return np.asarray(mask(setting, region, g)) * 1.0

    return slope
