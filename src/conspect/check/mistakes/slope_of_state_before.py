"""The derivative of a recurrent layer's activation is taken with the state before the step."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.language import _

Formula = Callable[[Array], Array]
_SLOPES: tuple[Formula, ...] = (lambda a: 1 - a**2, lambda a: a * (1 - a), lambda a: 1.0 * (a > 0))


def propose(evidence: Evidence) -> Iterator[Flow]:
    """1 − h[t−1]² in place of 1 − h[t]²."""
    states = evidence.telling.layers.states_before
    for group in groups(evidence):
        members = [evidence.telling.layers.regions[k] for k in group]
        if not all(region in states for region in members):
            continue
        for formula in _SLOPES:
            if _is_slope(evidence.telling, members[0], formula):
                yield Flow(
                    "activation_derivative_at_wrong_point", 1.2,
                    with_slope(group, _with(formula)),
                    _("the derivative of the activation of line {line} is taken with the state "
                      "before the step, not after").format(line=where(evidence, group)),
                    _("use the state that this step has come to"),
                    ("dz[t] = dh[t] · f'(z[t])", "dz[t] = dh[t] · f'(z[t−1])"),
                )  # fmt: skip


def _is_slope(setting: Setting, region: Region, formula: Formula) -> bool:
    return bool(np.allclose(formula(setting.value(region.after)), setting.slope(region)))


def _with(formula: Formula) -> NewSlope:
    def slope(setting: Setting, region: Region, g: Array) -> Array | None:
        state = setting.layers.states_before.get(region)
        return None if state is None else formula(setting.value(state))

    return slope
