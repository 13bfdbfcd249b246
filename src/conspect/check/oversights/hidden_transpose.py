"""A transposed gradient of a square matrix that the program's own numbers do not show.

Where the gradient is its own transpose at every step compared, a transposed one looks the same.
Then the step is replayed with other parameters, forward and back, and held against differences
there.
"""

from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.moment import PLAIN
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.replay import Forward
from conspect.check.findings import Mistake
from conspect.check.recording.tape import Node
from conspect.check.worked.differences import UNREPLAYABLE, Hill, like_recorded
from conspect.language import _

_ALIKE = 1e-9
_CLOSE = 1e-6
_DIRECTIONS = 3


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Symmetric gradients that are applied the wrong way round where they are not symmetric."""
    for k in unseen(case, comparison):
        if applied_elsewhere(case, loss, comparison, k) == "transposed":
            yield _mistake(case, k)


def unseen(case: Case, comparison: Comparison) -> list[int]:
    """The parameters whose gradients, right as they are, are their own transposes throughout."""
    if case.computed or comparison.reading != PLAIN:
        return []
    return [
        k
        for k, parameter in enumerate(case.parameters)
        if k in comparison.errors and k not in comparison.wrong
        if len(parameter.shape) == 2 and parameter.shape[0] == parameter.shape[1] > 1
        if not parameter.places
        if all(_is_symmetric(pairs[k].true) for pairs in comparison.pairs if k in pairs)
    ]


def applied_elsewhere(case: Case, loss: Loss, comparison: Comparison, k: int) -> str:
    """What the step applies with other parameters: `right`, `transposed`, or empty: unknown."""
    moment = case.moments[0]
    one = moment.readings[PLAIN].get(k, {}).get(0)
    [version] = [v for v, chain in moment.step.versions.items() if case.place[id(chain)][0] == k]
    if one is None or one.source is not None:
        return ""
    with suppress(*UNREPLAYABLE):
        hill = Hill(case, moment, case.objective(moment, loss))
        random = np.random.default_rng(1)
        hill.base = {node: _moved(value, random) for node, value in hill.base.items()}
        terms = [(-term.factor, term.node) for link in one.links for term in link.change.terms]
        ends = [node for _factor, node in terms]
        replayed = Forward(hill.base, case.tape.nodes, ends, case.values)
        look = replayed(like_recorded(hill.base))
        total = sum(factor * as_array(look(node)) for factor, node in terms)
        gradient = np.broadcast_to(np.asarray(total), version.shape) / comparison.scales[0]
        return "" if _is_symmetric(gradient) else _which(hill, version, gradient, random)
    return ""


def _moved(value: Array, random: np.random.Generator) -> Array:
    size = float(np.abs(value).max(initial=0.0)) or 1.0
    return value + 0.3 * size * random.normal(size=value.shape)


def _which(hill: Hill, version: Node, gradient: Array, random: np.random.Generator) -> str:
    right = turned = True
    for _round in range(_DIRECTIONS):
        direction = random.normal(size=version.shape)
        slope = hill.slope({version: direction})
        if not slope.is_steady:
            return ""
        near = _CLOSE * float(np.sum(np.abs(gradient * direction)))
        right &= abs(float(np.sum(gradient * direction)) - slope.value) <= near
        turned &= abs(float(np.sum(gradient.T * direction)) - slope.value) <= near
    return "right" if right else "transposed" if turned else ""


def _is_symmetric(gradient: Array) -> bool:
    size = float(np.abs(gradient).max(initial=0.0))
    return bool(np.abs(gradient - gradient.T).max(initial=0.0) <= _ALIKE * size)


def _mistake(case: Case, k: int) -> Mistake:
    site, name = case.moments[0].update(k), case.parameters[k].name
    return Mistake(
        "transposed", [name], site.file if site else "", site.line if site else 0,
        _("the gradient of {name} is transposed; with this run's numbers it is its own "
          "transpose, so that they do not show it").format(name=name),
        _("swap the two factors, so that the gradient has the weights' own order of axes"),
        _("replayed with other parameters, what is applied is the transpose of the true gradient"),
        site.cell if site else None, case.tape.sources.span(site) if site else None,
        formula_right="dW[i,j]", formula_code="dW[j,i]", hidden=True, confidence=0.8,
    )  # fmt: skip
