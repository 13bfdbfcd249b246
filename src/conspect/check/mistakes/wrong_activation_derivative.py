"""The derivative of an activation has the wrong formula."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.changes import NewSlope, groups, where, with_slope
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.language import _

Formula = Callable[[Array, Array, Array], Array]
"""From z, a and f'(z)."""

_FORMULAS: dict[str, Formula] = {
    "1 − a": lambda z, a, d: 1 - a,
    "1 + a": lambda z, a, d: 1 + a,
    "a(1 + a)": lambda z, a, d: a * (1 + a),
    "a(1 − a)": lambda z, a, d: a * (1 - a),
    "a(a − 1)": lambda z, a, d: a * (a - 1),
    "1 − a²": lambda z, a, d: 1 - a**2,
    "1 + a²": lambda z, a, d: 1 + a**2,
    "(1 − a)²": lambda z, a, d: (1 - a) ** 2,
    "1 − 2a": lambda z, a, d: 1 - 2 * a,
    "a²": lambda z, a, d: a**2,
    "a² (1 − a)": lambda z, a, d: a**2 * (1 - a),
    "a (1 − a²)": lambda z, a, d: a * (1 - a**2),
    "a (1 − a)²": lambda z, a, d: a * (1 - a) ** 2,
    "a² − 1": lambda z, a, d: a**2 - 1,
    "1 − √a": lambda z, a, d: 1 - np.sqrt(np.abs(a)),
    "f'(z)²": lambda z, a, d: d**2,
    "√f'(z)": lambda z, a, d: np.sqrt(np.abs(d)),
    "1 − f'(z)": lambda z, a, d: 1 - d,
    "1/f'(z)": lambda z, a, d: 1 / d,
    "z": lambda z, a, d: z,
    "z (1 − a)": lambda z, a, d: z * (1 - a),
    "a (1 − z)": lambda z, a, d: a * (1 - z),
    "z a": lambda z, a, d: z * a,
    "1 − tanh z": lambda z, a, d: 1 - np.tanh(z),
    "1 − tanh² z": lambda z, a, d: 1 - np.tanh(z) ** 2,
    "σ(z)": lambda z, a, d: 1 / (1 + np.exp(-z)),
    "σ(z)(1 − σ(z))": lambda z, a, d: _logistic(z) * (1 - _logistic(z)),
    "1/(1 + z²)": lambda z, a, d: 1 / (1 + z**2),
    "exp(−z)": lambda z, a, d: np.exp(-z),
    "1/(1 + exp(−z))²": lambda z, a, d: _logistic(z) ** 2,
    "exp(−z)/(1 + exp(−z))": lambda z, a, d: 1 - _logistic(z),
    "exp(z)": lambda z, a, d: np.exp(z),
    "2z": lambda z, a, d: 2 * z,
    "|f'(z)|": lambda z, a, d: np.abs(d),
}


def _logistic(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


def propose(evidence: Evidence) -> Iterator[Flow]:
    """Formulas that are mistaken for f'(z)."""
    for group in groups(evidence):
        line = where(evidence, group)
        for text, formula in _FORMULAS.items():
            yield Flow(
                "wrong_activation_derivative",
                1.5,
                with_slope(group, _new(formula)),
                _("the derivative of the activation of line {line} is taken as {formula}").format(
                    line=line, formula=text
                ),
                _("use the derivative of the function that the forward pass applies"),
                ("dz = da · f'(z)", f"dz = da · ({text})"),
            )


def _new(formula: Formula) -> NewSlope:
    def slope(setting: Setting, region: Region, g: Array) -> Array:
        z, a = setting.value(region.before), setting.value(region.after)
        with np.errstate(all="ignore"):
            return formula(z, a, setting.slope(region))

    return slope
