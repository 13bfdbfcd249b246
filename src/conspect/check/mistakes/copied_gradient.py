"""A parameter gets the gradient of another one."""

from collections.abc import Callable, Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.evidence import Evidence, Gradients, Relation, Setting
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Relation]:
    """DV in place of dW, of the same shape."""
    parameters = evidence.case.parameters
    for k, parameter in enumerate(parameters):
        if k not in evidence.comparison.wrong:
            continue
        for j, other in enumerate(parameters):
            if j != k and other.shape == parameter.shape:
                yield Relation(
                    "copied_gradient", 1.2, k, _of(j),
                    _("{name} is updated with the gradient of {other}").format(
                        name=parameter.name, other=other.name
                    ),
                    _("use its own gradient"),
                    (f"d({parameter.name})", f"d({other.name})"),
                )  # fmt: skip


def _of(j: int) -> Callable[[Setting, Gradients], Array | None]:
    def changed(setting: Setting, gradients: Gradients) -> Array | None:
        return gradients.get(j)

    return changed
