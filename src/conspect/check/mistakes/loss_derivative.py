"""The derivative of the loss itself is wrong."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.derivatives.arrays import Array, as_array, fit
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.recording.tape import Node
from conspect.language import _

_Formula = Callable[[Array, Array], Array]

# What may stand where the derivative of the loss by the output should, by what it looks like.
_FORMULAS: dict[str, tuple[float, _Formula]] = {
    "−t/o − (1−t)/(1−o)": (1.0, lambda o, t: -t / o - (1 - t) / (1 - o)),
    "t/o + (1−t)/(1−o)": (1.0, lambda o, t: t / o + (1 - t) / (1 - o)),
    "−t/o": (1.1, lambda o, t: -t / o),
    "(1−t)/(1−o)": (1.3, lambda o, t: (1 - t) / (1 - o)),
    "sign(o − t)": (1.1, lambda o, t: np.sign(o - t)),
    "o − t": (1.1, lambda o, t: o - t),
    "(o − t)²": (1.2, lambda o, t: (o - t) ** 2),
    "|o − t|": (1.2, lambda o, t: np.abs(o - t)),
    "o": (1.4, lambda o, t: o),
    "−t": (1.4, lambda o, t: -t),
    "log(o) − t": (1.6, lambda o, t: np.log(o) - t),
}


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Other derivatives at the outputs."""
    for text, (price, formula) in _FORMULAS.items():
        yield Flow(
            "loss_derivative", price + 0.3, lambda setting: lambda reverse, node, g: None,
            _("the backward pass starts from {formula}, which is no derivative of the loss").format(
                formula=text
            ),
            _("start from the derivative of the loss that is meant"),
            ("do = dL/do", f"do = {text}"), seeds=_seeds(formula),
        )  # fmt: skip


def _seeds(formula: _Formula) -> Callable[[Setting], dict[Node, Array]]:
    def seeds(setting: Setting) -> dict[Node, Array]:
        found: dict[Node, Array] = {}
        for meeting in setting.moment.step.meetings:
            if meeting.output in found:
                continue
            output = as_array(setting.case.values(meeting.output))
            target = meeting.target_value(setting.case.values)
            with np.errstate(all="ignore"):
                seed = formula(output, target)
            if not np.isfinite(seed).all():
                raise ValueError("the loss has no such derivative here")
            found[meeting.output] = fit(seed, output.shape)
        if not found:
            raise ValueError("there is no target")
        return found

    return seeds
