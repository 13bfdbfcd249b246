"""A sign is wrong."""

from collections.abc import Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Gradients, Relation, Setting
from conspect.check.recording.tape import Node
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow | Relation]:
    """−dW for dW; −f'(z) for f'(z); the whole update uphill."""
    for k, parameter in enumerate(evidence.case.parameters):

        def turned(setting: Setting, gradients: Gradients, k: int = k) -> Array | None:
            return -gradients[k] if k in gradients else None

        yield Relation(
            "wrong_sign", 1.0, k, turned,
            _("the gradient of {name} has the wrong sign").format(name=parameter.name),
            _("turn the sign round"),
            ("dW", "−dW"),
        )  # fmt: skip
    for group in groups(evidence):
        yield Flow(
            "wrong_sign", 1.1, with_slope(group, lambda s, r, g: -s.slope(r)),
            _("the derivative of the activation of line {line} has the wrong sign").format(
                line=where(evidence, group)
            ),
            _("turn the sign round"),
            ("dz = da · f'(z)", "dz = −da · f'(z)"),
        )  # fmt: skip

    def uphill(setting: Setting) -> dict[Node, Array]:
        return {node: -seed for node, seed in setting.objective.seeds.items()}

    yield Flow(
        "wrong_sign", 1.0, lambda setting: lambda reverse, node, g: None,
        _("every parameter moves uphill: the update has the wrong sign"),
        _("subtract the gradient of the loss (or add that of target − output)"),
        ("W − rate · dW", "W + rate · dW"), seeds=uphill,
    )  # fmt: skip
