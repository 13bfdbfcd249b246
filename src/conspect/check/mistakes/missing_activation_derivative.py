"""The derivative of an activation is left out."""

from collections.abc import Iterator

from conspect.check.diagnosis.changes import groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """1 in place of f'(z)."""
    for group in groups(evidence):
        line = where(evidence, group)
        yield Flow(
            "missing_activation_derivative",
            1.0,
            with_slope(group, lambda setting, region, g: 1.0),
            _("the derivative of the activation of line {line} is left out").format(line=line),
            _("multiply what comes from above by the derivative of that activation"),
            ("dz = da · f'(z)", "dz = da"),
        )
