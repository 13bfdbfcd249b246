"""A square matrix is used, or updated, the wrong way round."""

from collections.abc import Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import passes_down, with_weights
from conspect.check.diagnosis.evidence import Evidence, Flow, Gradients, Relation, Setting
from conspect.check.diagnosis.listed import transposed_value
from conspect.check.recording.tape import Node
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow | Relation]:
    """The transposed gradient; the transposed weights on the way down."""
    for k, parameter in enumerate(evidence.case.parameters):
        if len(parameter.shape) != 2 or min(parameter.shape) < 2:
            continue
        name = parameter.name

        def turned(setting: Setting, gradients: Gradients, k: int = k) -> Array | None:
            applied = setting.evidence.applied[setting.number].get(k)
            if applied is None or k not in gradients or gradients[k].T.shape != applied.shape:
                return None
            return gradients[k].T

        yield Relation(
            "transposed", 1.0, k, turned,
            _("the gradient of {name} is transposed").format(name=name),
            _("swap the two factors, so that the gradient has the weights' own order of axes"),
            ("dW[i,j]", "dW[j,i]"),
        )  # fmt: skip
        if parameter.shape[0] == parameter.shape[1] and passes_down(evidence, k):

            def weights(setting: Setting, version: Node, k: int = k) -> Array | None:
                return transposed_value(setting, version, k)

            yield Flow(
                "transposed", 1.1, with_weights(weights),
                _("on the way down, {name} is used the wrong way round").format(name=name),
                _("pass the gradient down through the transpose of what the forward pass uses"),
                ("da = Wᵀ · dz", "da = W · dz"),
            )  # fmt: skip
