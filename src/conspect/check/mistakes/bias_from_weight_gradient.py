"""A bias's gradient is made from the weights' gradient instead of the delta."""

from collections.abc import Callable, Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.evidence import Evidence, Gradients, Relation, Setting
from conspect.check.diagnosis.factors import is_bias
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Relation]:
    """The sum or the mean of dW in place of the sum of the deltas."""
    parameters = evidence.case.parameters
    for k, bias in enumerate(parameters):
        if not is_bias(evidence, k):
            continue
        for j, weight in enumerate(parameters):
            if len(weight.shape) != 2:
                continue
            for axis in (0, 1):
                for mean in (False, True):
                    yield Relation(
                        "bias_from_weight_gradient", 1.5, k, _summed(k, j, axis, mean),
                        _("the gradient of {bias} is summed from that of {weight}").format(
                            bias=bias.name, weight=weight.name
                        ),
                        _("sum the deltas over the samples"),
                        ("db = sum(dz)", "db = sum(dW)"),
                    )  # fmt: skip


def _summed(k: int, j: int, axis: int, mean: bool) -> Callable[[Setting, Gradients], Array | None]:
    def changed(setting: Setting, gradients: Gradients) -> Array | None:
        if j not in gradients or k not in gradients:
            return None
        total = gradients[j].mean(axis=axis) if mean else gradients[j].sum(axis=axis)
        return total.reshape(gradients[k].shape) if total.size == gradients[k].size else None

    return changed
