"""The backward pass goes through weights that this very step has already updated."""

from collections.abc import Callable, Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import passes_down, with_weights
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.recording.tape import Node
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """The new weights in place of those that the forward pass has used."""
    if not any(transition.links for transition in evidence.telling.moment.step.transitions):
        return
    fix = _("work out all gradients before the first update, or keep a copy of the old weights")
    formulas = ("da = Wᵀ · dz", "da = W_newᵀ · dz")
    yield Flow(
        "updated_weights_used", 1.0, with_weights(_renewed(None)),
        _("the gradient is passed down through weights that have been updated already"),
        fix, formulas,
    )  # fmt: skip
    for k, parameter in enumerate(evidence.case.parameters):
        if len(parameter.shape) == 2 and passes_down(evidence, k):
            yield Flow(
                "updated_weights_used", 1.0, with_weights(_renewed(k)),
                _("the gradient is passed down through {name}, which is updated already").format(
                    name=parameter.name
                ),
                fix, formulas,
            )  # fmt: skip


def _renewed(k: int | None) -> Callable[[Setting, Node], Array | None]:
    """The new values of one parameter, or of all."""

    def new_weights(setting: Setting, version: Node) -> Array | None:
        for transition in setting.moment.step.transitions:
            mine = k is None or setting.case.place[id(transition.chain)][0] == k
            if mine and transition.version is version and transition.links:
                return setting.value(transition.links[-1].new)
        return None

    return new_weights
