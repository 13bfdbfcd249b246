"""The derivative of an activation is taken at the wrong point."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.replay import Values
from conspect.check.derivatives.reverse import Reverse
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_result, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.language import _


def slope_at(setting: Setting, region: Region, point: Array) -> Array:
    """F' at another point than the activation's own."""
    values = Values({region.before: point})
    ordered = sorted({*region.inside, region.before}, key=lambda node: node.serial)
    reverse = Reverse([region.before], ordered, setting.evidence.side, values)
    found = reverse.adjoints({region.after: np.ones(region.after.shape)})
    return found.get(region.before, np.zeros(region.before.shape))


def function_at(setting: Setting, region: Region, point: Array) -> Array:
    """F at another point than the activation's own."""
    return as_array(Values({region.before: point})(region.after))


def _at_activation(setting: Setting, region: Region, g: Array) -> Array:
    return slope_at(setting, region, setting.value(region.after))


def _at_slope(setting: Setting, region: Region, g: Array) -> Array:
    return slope_at(setting, region, setting.slope(region))


def _of_output(formula: Callable[[Array], Array]) -> NewSlope:
    return lambda setting, region, g: formula(setting.value(region.before))


def _at_upstream(setting: Setting, region: Region, g: Array) -> Array:
    return slope_at(setting, region, g)


def propose(evidence: Evidence) -> Iterator[Flow]:
    """f'(f(z)) for f'(z); or a formula for the output, a(1 − a), with z put in."""
    points: list[tuple[NewSlope, float, str]] = [
        (_at_activation, 1.0, "f'(a)"),
        (_at_slope, 2.0, "f'(f'(z))"),
        (_of_output(lambda z: z * (1 - z)), 1.1, "z(1 − z)"),
        (_of_output(lambda z: 1 - z**2), 1.1, "1 − z²"),
    ]
    for group in groups(evidence):
        line = where(evidence, group)
        what = _("the derivative of the activation of line {line} is taken at the wrong point")
        fix = _("f' wants the pre-activation z; a formula in terms of the output wants a")
        for new, price, formula in points:
            yield Flow(
                "activation_derivative_at_wrong_point", price, with_slope(group, new),
                what.format(line=line), fix, ("dz = da · f'(z)", f"dz = da · {formula}"),
            )  # fmt: skip
        yield Flow(
            "activation_derivative_at_wrong_point", 2.0, with_result(group, _at_upstream),
            what.format(line=line), fix, ("dz = da · f'(z)", "dz = f'(da)"),
        )  # fmt: skip
