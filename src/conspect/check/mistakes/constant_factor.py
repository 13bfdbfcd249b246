"""A gradient has a constant factor that the others have not."""

from collections.abc import Iterator

from conspect.check.diagnosis.evidence import Evidence, Relation
from conspect.check.diagnosis.factors import constant, is_size
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Relation]:
    """C · dW for dW, with the same c at every step."""
    for k, parameter in enumerate(evidence.case.parameters):
        yield Relation(
            "constant_factor", 1.6, k,
            constant(k, lambda c: not is_size(evidence, c) and abs(abs(c) - 1) > 1e-9),
            _("the gradient of {name} has a factor that the others have not").format(
                name=parameter.name
            ),
            _("take the factor out"),
            ("dW", "c · dW"),
        )  # fmt: skip
