"""The derivative of a recurrent layer's activation is taken with the state before the step."""

from collections.abc import Iterator

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.diagnosis.output_slopes import Formula, formulas_of
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """1 − h[t−1]² in place of 1 − h[t]²."""
    states = evidence.telling.layers.states_before
    for group in groups(evidence):
        members = [evidence.telling.layers.regions[k] for k in group]
        if not all(region in states for region in members):
            continue
        for formula in formulas_of(evidence.telling, members[0]):
            yield Flow(
                "activation_derivative_at_wrong_point", 1.2,
                with_slope(group, _with(formula)),
                _("the derivative of the activation of line {line} is taken with the state "
                  "before the step, not after").format(line=where(evidence, group)),
                _("use the state that this step has come to"),
                ("dz[t] = dh[t] · f'(z[t])", "dz[t] = dh[t] · f'(z[t−1])"),
            )  # fmt: skip


def _with(formula: Formula) -> NewSlope:
    def slope(setting: Setting, region: Region, g: Array) -> Array | None:
        state = setting.layers.states_before.get(region)
        return None if state is None else formula(setting.value(state))

    return slope
