"""The weights' gradient is made with the weights where the layer's input should be."""

from collections.abc import Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import with_input
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.diagnosis.layers import Use
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """DW = W · dz in place of x · dz."""
    for k, parameter in enumerate(evidence.case.parameters):
        if k not in evidence.comparison.wrong:
            continue

        def weights(setting: Setting, use: Use, k: int = k) -> Array | None:
            if setting.case.place[id(setting.moment.step.versions[use.version])][0] != k:
                return None
            value = setting.value(use.weight)
            assert use.other is not None
            for form in (value, value.T):
                if form.shape == use.other.shape:
                    return form
            return None

        yield Flow(
            "weight_instead_of_input", 1.3, with_input(weights),
            _("in the gradient of {name}, {name} stands in place of the layer's input").format(
                name=parameter.name
            ),
            _("multiply the delta by the input of the layer"),
            ("dW = x · dz", "dW = W · dz"),
        )  # fmt: skip
