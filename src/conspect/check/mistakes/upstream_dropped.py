"""What comes from above is not multiplied in."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_result
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.mistakes.activation_derivative_at_wrong_point import function_at, slope_at
from conspect.language import _


def _reflected(setting: Setting, region: Region, g: Array) -> Array:
    return function_at(setting, region, 1 - function_at(setting, region, g))


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Dz = f'(z), or a function of the upstream alone, in place of da · f'(z)."""
    results: list[tuple[NewSlope, float, str]] = [
        (lambda s, r, g: s.slope(r), 1.1, "f'(z)"),
        (lambda s, r, g: s.value(r.after), 1.6, "f(z)"),
        (lambda s, r, g: np.ones(r.before.shape), 1.6, "1"),
        (lambda s, r, g: slope_at(s, r, g), 1.6, "f'(da)"),
        (lambda s, r, g: function_at(s, r, g), 1.6, "f(da)"),
        (_reflected, 1.6, "f(1 − f(da))"),
        (lambda s, r, g: g + s.slope(r), 1.6, "da + f'(z)"),
    ]
    for group in groups(evidence):
        line = where(evidence, group)
        for new, price, text in results:
            yield Flow(
                "upstream_dropped",
                price,
                with_result(group, new),
                _(
                    "at the activation of line {line}, the gradient from above is not multiplied in"
                ).format(line=line),
                _("multiply the gradient that comes from above by f'(z)"),
                ("dz = da · f'(z)", f"dz = {text}"),
            )
