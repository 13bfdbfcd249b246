"""The error, not the delta, is handed down: the derivative of the layer above is missing there."""

from collections.abc import Callable, Iterator

from conspect.check.derivatives.reverse import Override
from conspect.check.diagnosis.changes import Group, groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Each layer's own gradient has its derivative, what goes further down has not."""
    for group in groups(evidence, below=True):
        line = where(evidence, group)
        yield Flow(
            "error_instead_of_delta",
            1.1,
            with_slope(group, lambda setting, region, g: 1.0),
            _(
                "the error is handed down without the derivative of the activation of line {line}"
            ).format(line=line),
            _("hand down the delta, the error times the derivative of its own activation"),
            ("da = Wᵀ · (dz)", "da = Wᵀ · (error)"),
            own=_own(group),
        )


def _own(group: Group) -> Callable[[Setting, int], Override | None]:
    """For a parameter, the change without the activations of its own layer."""

    def override_for(setting: Setting, parameter: int) -> Override | None:
        chain = setting.case.parameters[parameter].chains[0]
        versions = [v for v, c in setting.moment.step.versions.items() if c is chain]
        own = {region for version in versions for region in setting.layers.own_regions(version)}
        level = {setting.layers.level[region] for region in own}
        kept = tuple(
            k for k in group if setting.layers.level[setting.layers.regions[k]] not in level
        )
        return with_slope(kept, lambda s, region, g: 1.0)(setting)

    return override_for
