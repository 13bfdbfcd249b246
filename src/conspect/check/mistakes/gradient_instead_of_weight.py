"""The gradient of the weights stands where the weights should."""

from collections.abc import Callable, Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import passes_down, with_weights
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.recording.tape import Node
from conspect.language import _

_MOST_FORMS = 3


def propose(evidence: Evidence) -> Iterator[Flow]:
    """DW in place of W on the way down, in each form in which the program has it."""
    for k, parameter in enumerate(evidence.case.parameters):
        if len(parameter.shape) < 2 or parameter.places or not passes_down(evidence, k):
            continue
        forms = _forms(evidence.telling, k)
        for number in range(min(_MOST_FORMS, len(forms))):
            yield Flow(
                "gradient_instead_of_weight", 1.3, with_weights(_gradient(k, number)),
                _("on the way down, the gradient of {name} is used in place of {name}").format(
                    name=parameter.name
                ),
                _("pass the gradient down through the weights"),
                ("da = Wᵀ · dz", "da = dWᵀ · dz"),
            )  # fmt: skip


def _gradient(k: int, number: int) -> Callable[[Setting, Node], Array | None]:
    def gradient(setting: Setting, version: Node) -> Array | None:
        if setting.case.place[id(setting.moment.step.versions[version])][0] != k:
            return None
        forms = _forms(setting, k)
        return forms[number] if number < len(forms) else None

    return gradient


def _forms(setting: Setting, k: int) -> list[Array]:
    """What the program computes of the weights' shape before it changes them: dW, rate · dW."""
    setting.gradients([])
    true = setting.gradients_now.get(k)
    if true is None:
        return []
    found: list[Array] = []
    for transition in setting.moment.step.transitions:
        if setting.case.place[id(transition.chain)][0] == k and transition.links:
            end = transition.links[0].new.serial
            for node in setting.traces.of_shape(true.shape):
                if node.serial < end:
                    value = setting.value(node)
                    if not any(
                        value.shape == known.shape and (value == known).all() for known in found
                    ):
                        found.append(value)
    return found
