"""Derivatives of activations as formulas of their own output: a(1 − a), 1 − a², a > 0."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.evidence import Setting

Formula = Callable[[Array], Array]

_FORMULAS: tuple[Formula, ...] = (
    lambda a: a * (1 - a),
    lambda a: 1 - a**2,
    lambda a: 1.0 * (a > 0),
)


def formulas_of(setting: Setting, region: Region) -> Iterator[Formula]:
    """The formulas that an activation's derivative is."""
    for formula in _FORMULAS:
        if is_slope(setting, region, formula):
            yield formula


def is_slope(setting: Setting, region: Region, formula: Formula) -> bool:
    """Whether an activation's derivative is that formula of its output."""
    return bool(np.allclose(formula(setting.value(region.after)), setting.slope(region)))
