"""The activation itself stands where its derivative should."""

from collections.abc import Iterator

from conspect.check.diagnosis.changes import groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """f(z) in place of f'(z)."""
    for group in groups(evidence):
        line = where(evidence, group)
        yield Flow(
            "activation_instead_of_derivative",
            1.2,
            with_slope(group, lambda setting, region, g: setting.value(region.after)),
            _("the activation of line {line} itself is used in place of its derivative").format(
                line=line
            ),
            _("multiply by f'(z), not by f(z)"),
            ("dz = da · f'(z)", "dz = da · f(z)"),
        )
