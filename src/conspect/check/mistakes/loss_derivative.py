"""The derivative of the loss itself is wrong."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import numpy as np

from conspect.check.analysis.comparison import difference, ratio
from conspect.check.derivatives.arrays import Array, as_array, fit
from conspect.check.derivatives.reverse import UnderivableError
from conspect.check.diagnosis.evidence import Evidence, Flow, Gradients, Relation, Setting
from conspect.check.diagnosis.factors import factor_against_others
from conspect.check.recording.tape import Node
from conspect.language import _

_CLOSE = 1e-7
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


def propose(evidence: Evidence) -> Iterator[Flow | Relation]:
    """Other derivatives at the outputs."""
    yield from _plain_differences(evidence)
    for text in _FORMULAS:
        yield _starting_from(text)


def _starting_from(text: str) -> Flow:
    price, formula = _FORMULAS[text]
    return Flow(
        "loss_derivative", price + 0.3, lambda setting: lambda reverse, node, g: None,
        _("the backward pass starts from {formula}, which is no derivative of the loss").format(
            formula=text
        ),
        _("start from the derivative of the loss that is meant"),
        ("do = dL/do", f"do = {text}"), seeds=_seeds(formula),
    )  # fmt: skip


def _plain_differences(evidence: Evidence) -> Iterator[Relation]:
    """For one parameter, `o − t` without the weights that the loss gives to the samples."""
    plain = _starting_from("o − t")
    for k in evidence.comparison.wrong if _is_weighted(evidence) else ():
        yield Relation(
            "loss_derivative", 1.4, k, _times_a_constant(plain, k),
            _("the gradient of {name} starts from the difference alone, without what the loss "
              "multiplies it by").format(name=evidence.case.parameters[k].name),
            _("start every gradient from the derivative of the loss that is meant"),
            ("do = dL/do", "do = o − t"),
        )  # fmt: skip


def _is_weighted(evidence: Evidence) -> bool:
    """Whether the loss's derivative is no mere multiple of `o − t`, the same at all steps."""
    true, plain = [], []
    for setting in evidence.settings:
        with suppress(ValueError, LookupError, UnderivableError):
            for node, difference_there in _seeds(_FORMULAS["o − t"][1])(setting).items():
                true.append(np.ravel(setting.right.get(node, np.zeros(node.shape))))
                plain.append(np.ravel(difference_there))
    one, other = (np.concatenate(seeds) if seeds else np.zeros(0) for seeds in (true, plain))
    return one.shape == other.shape and difference(one, other, ratio(one, other)) > _CLOSE


def _times_a_constant(flow: Flow, k: int) -> Callable[[Setting, Gradients], Array | None]:
    """A parameter's gradient under another start; the constant is that of the telling step."""

    def gradient(setting: Setting, gradients: Gradients) -> Array | None:
        first = setting.evidence.telling
        own = _gradient_under(first, flow, k)
        if own is None:
            return None
        factor = factor_against_others(first, {**first.gradients_now, k: own}, k)
        here = _gradient_under(setting, flow, k)
        return factor * here if factor > 0 and here is not None else None

    return gradient


def _gradient_under(setting: Setting, flow: Flow, k: int) -> Array | None:
    return setting.case.gathered(setting.moment, setting.adjoints([flow])).get(k)


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
