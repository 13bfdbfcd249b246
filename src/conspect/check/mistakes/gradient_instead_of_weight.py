"""The gradient of the weights, or other weights, stand where the weights should."""

from collections.abc import Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import passes_down, with_weights
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.recording.tape import Node
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """DW in place of W, on the way down."""
    for k, parameter in enumerate(evidence.case.parameters):
        if len(parameter.shape) < 2 or not passes_down(evidence, k):
            continue

        def gradient(setting: Setting, version: Node, k: int = k) -> Array | None:
            if setting.case.place[id(setting.moment.step.versions[version])][0] != k:
                return None
            applied = setting.evidence.applied[setting.number].get(k)
            if applied is None or parameter_is_listed(setting, k):
                return None
            return applied / (setting.evidence.comparison.scales[setting.number] or 1.0)

        yield Flow(
            "gradient_instead_of_weight", 1.3, with_weights(gradient),
            _("on the way down, the gradient of {name} is used in place of {name}").format(
                name=parameter.name
            ),
            _("pass the gradient down through the weights"),
            ("da = Wᵀ · dz", "da = dWᵀ · dz"),
        )  # fmt: skip


def parameter_is_listed(setting: Setting, k: int) -> bool:
    """Whether a parameter is a list of numbers, which have no array of their own."""
    return bool(setting.case.parameters[k].places)
