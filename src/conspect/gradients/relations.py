"""How a wrong gradient relates to the true one, where that is simple.

Each relation proposes what the true gradient would be if the relation held. A proposal is accepted
if it agrees with the true slope of every direction that was tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from conspect.gradients.arrays import Floats
from conspect.gradients.judge import Finding
from conspect.language import _

# Fewer slopes than this would let chance pass for a relation with a number of its own.
_ENOUGH = 3
_LARGEST_DENOMINATOR = 1000


@dataclass(frozen=True, eq=False)
class Case:
    """A wrong gradient, and what is known about the true one.

    Attributes:
        name: of the parameter.
        claimed: the wrong gradient.
        values: of the parameter.
        claims: the claimed gradients of all parameters.
        findings: slopes in directions that were tried, without those at corners.
    """

    name: str
    claimed: Floats
    values: Floats
    claims: Mapping[str, Floats]
    findings: Sequence[Finding]

    def bears_out(self, proposal: Floats) -> bool:
        """Whether a proposal for the true gradient agrees with all slopes."""
        return all(
            abs(f.direction.of(proposal) - f.slope.value) <= 2 * (f.slope.error + f.allowed)
            for f in self.findings
        )

    def slopes(self, gradient: Floats) -> Floats:
        """The slopes that a gradient would have in the directions tried."""
        return np.array([finding.direction.of(gradient) for finding in self.findings])

    @property
    def true_slopes(self) -> Floats:
        """The true slopes in the directions tried."""
        return np.array([finding.slope.value for finding in self.findings])

    @property
    def uncertainty(self) -> float:
        """How far the slopes, claimed and true, may be off, as a share of the true ones."""
        uncertain = sum(finding.slope.error + finding.allowed for finding in self.findings)
        return uncertain / float(np.abs(self.true_slopes).sum())


Proposal = tuple[Floats, str]


def relation(case: Case) -> str:
    """The relation in words; empty where none is simple."""
    if not case.claimed.any():
        return _("it is all zeros: {name} gets no gradient").format(name=case.name)
    if not case.findings:
        return ""
    for propose in (_factor, _transposed, _another, _penalty):
        for proposal, words in propose(case):
            if case.bears_out(proposal):
                return words
    return ""


def _factor(case: Case) -> Iterator[Proposal]:
    yield from _scaled(case, case.claimed, transposed=False)


def _transposed(case: Case) -> Iterator[Proposal]:
    if case.claimed.ndim != 2 or len(set(case.claimed.shape)) != 1:
        return
    turned = np.ascontiguousarray(case.claimed.T)
    yield turned, _("it is the transpose of the true gradient")
    yield from _scaled(case, turned, transposed=True)


def _scaled(case: Case, gradient: Floats, *, transposed: bool) -> Iterator[Proposal]:
    """The factor between a gradient and the true one."""
    claimed, true = case.slopes(gradient), case.true_slopes
    if len(true) < min(_ENOUGH, gradient.size) or not claimed.any() or not true.any():
        return
    ratio = float(claimed @ true) / float(true @ true)
    if not ratio:
        return
    shown = _ratio(ratio, case.uncertainty)
    if shown == "1":
        return
    if transposed and shown == "−1":
        words = _("it is the transpose of the true gradient, with the wrong sign")
    elif transposed:
        words = _("it is {ratio} times the transpose of the true gradient").format(ratio=shown)
    elif shown == "−1":
        words = _("it has the wrong sign")
    else:
        words = _("it is {ratio} times the true gradient").format(ratio=shown)
    yield gradient / ratio, words


def _ratio(ratio: float, uncertainty: float) -> str:
    """A factor in print: as a fraction where it may be one with small numbers."""
    near = Fraction(ratio).limit_denominator(_LARGEST_DENOMINATOR)
    if abs(float(near) - ratio) <= uncertainty * abs(ratio):
        return str(near).replace("-", "−")
    return f"{ratio:.8g}".replace("-", "−")


def _another(case: Case) -> Iterator[Proposal]:
    """Two gradients in each other's place."""
    for name, other in case.claims.items():
        if name != case.name and other.shape == case.claimed.shape:
            yield (
                other,
                _("the gradient given for {other} is the one of {name}").format(
                    other=name, name=case.name
                ),
            )


def _penalty(case: Case) -> Iterator[Proposal]:
    """A multiple of the parameter too much or too little: a penalty on one side only."""
    values = case.slopes(case.values)
    if len(values) <= _ENOUGH or not values.any():
        return
    multiple = float(values @ (case.slopes(case.claimed) - case.true_slopes)) / float(
        values @ values
    )
    if multiple > 0:
        words = _("it has {multiple} · {name} too much: a penalty that the loss does not have")
    else:
        words = _("it lacks {multiple} · {name}: a penalty of the loss that it leaves out")
    said = words.format(multiple=f"{abs(multiple):.6g}", name=case.name)
    yield case.claimed - multiple * case.values, said
