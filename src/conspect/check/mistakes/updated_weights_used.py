"""The backward pass goes through weights that this very step has already updated."""

from collections.abc import Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import with_weights
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.recording.tape import Node
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """The new weights in place of those that the forward pass has used."""

    def new_weights(setting: Setting, version: Node) -> Array | None:
        for transition in setting.moment.step.transitions:
            if transition.version is version and transition.links:
                return setting.value(transition.links[-1].new)
        return None

    if any(transition.links for transition in evidence.first.moment.step.transitions):
        yield Flow(
            "updated_weights_used",
            1.0,
            with_weights(new_weights),
            _("the gradient is passed down through weights that have been updated already"),
            _("work out all gradients before the first update, or keep a copy of the old weights"),
            ("da = Wᵀ · dz", "da = W_newᵀ · dz"),
        )
