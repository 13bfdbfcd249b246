"""The penalty in the gradient is not that of the program's own loss."""

import ast
from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.applied import Applied
from conspect.check.analysis.case import PLAIN, Case, Moment
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import UnderivableError
from conspect.check.findings import Mistake
from conspect.check.recording.sites import Site
from conspect.language import _

_CLOSE = 1e-6


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Where a number that the program computes holds a penalty on the parameters."""
    if comparison.wrong or comparison.with_decay or comparison.reading != PLAIN:
        return
    for number, moment in enumerate(case.moments):
        data = case.true(moment, case.objective(moment, loss), side=comparison.side)
        for whole in moment.objectives:
            if whole.loss.origin == "inferred" or whole.loss == loss:
                continue
            try:
                gradients = case.true(moment, whole, side=comparison.side)
            except (UnderivableError, LookupError):
                continue
            penalties = _penalties(case, moment, data, gradients)
            if penalties:
                yield from _against(case, moment, penalties, comparison.scales[number])
                return


def _penalties(
    case: Case, moment: Moment, data: dict[int, Array], whole: dict[int, Array]
) -> dict[int, Array]:
    """The penalty's gradient by each parameter, as large as the data's; empty if there is none."""
    factor = _factor(case, moment, data, whole)
    if factor is None:
        return {}
    rests = {k: whole[k] / factor - data[k] for k in data if k in whole}
    size = max(np.abs(gradient).max(initial=0.0) for gradient in whole.values()) / factor
    found = {k: rest for k, rest in rests.items() if np.abs(rest).max(initial=0.0) > _CLOSE * size}
    kept = all(_is_penalty(rest, _weights(case, moment, k)) for k, rest in found.items())
    return found if kept else {}


def _is_penalty(rest: Array, weights: Array) -> bool:
    """Whether this is the gradient of squares, or of sizes, of the weights."""
    flat = weights.reshape(-1)
    return flat.size > 3 and (_fits([flat], rest) or _fits([flat, np.sign(flat)], rest))


def _factor(
    case: Case, moment: Moment, data: dict[int, Array], whole: dict[int, Array]
) -> float | None:
    """How many times the data's gradient is in the whole one.

    It is read off a parameter that has no penalty, else off one whose penalty is its square.
    """
    for k, gradient in data.items():
        columns = [gradient.reshape(-1)]
        if _fits(columns, whole.get(k)):
            return _first(columns, whole[k])
    for k, gradient in data.items():
        columns = [gradient.reshape(-1), _weights(case, moment, k).reshape(-1)]
        if gradient.size > len(columns) and _fits(columns, whole.get(k)):
            return _first(columns, whole[k])
    return None


def _weights(case: Case, moment: Moment, k: int) -> Array:
    parts: dict[int, Array | float] = {
        case.place[id(chain)][1]: as_array(case.values(version))
        for version, chain in moment.step.versions.items()
        if case.place[id(chain)][0] == k
    }
    return case.parameters[k].put_together(parts)


def _solved(columns: list[Array], wanted: Array) -> Array:
    solved: Array = np.linalg.lstsq(np.stack(columns, axis=1), wanted.reshape(-1), rcond=None)[0]
    return solved


def _first(columns: list[Array], wanted: Array) -> float | None:
    factor = float(_solved(columns, wanted)[0])
    return factor if factor > 0 else None


def _fits(columns: list[Array], wanted: Array | None) -> bool:
    """Whether an array is a sum of multiples of some others."""
    if wanted is None or any(column.size != wanted.size for column in columns):
        return False
    if not np.any(columns[0]) or not all(np.isfinite(column).all() for column in columns):
        return False
    flat = wanted.reshape(-1)
    gap = np.abs(np.stack(columns, axis=1) @ _solved(columns, wanted) - flat).max()
    return bool(gap <= _CLOSE * np.abs(flat).max())


def _against(
    case: Case, moment: Moment, penalties: dict[int, Array], scale: float
) -> Iterator[Mistake]:
    for k, penalty in penalties.items():
        parts = moment.readings[PLAIN].get(k, {})
        decay = case.parameters[k].put_together({part: one.decay for part, one in parts.items()})
        wanted = scale * penalty
        if not parts or decay.shape != wanted.shape:
            continue
        if np.abs(decay - wanted).max() > 1e-4 * np.abs(wanted).max():
            times = float(np.vdot(wanted, decay)) / float(np.vdot(wanted, wanted))
            yield _mistake(case, k, next(iter(parts.values())), times)


def _site(case: Case, one: Applied) -> Site | None:
    """Where the penalty is added to the gradient; else where the gradient is applied."""
    terms = [term.node for link in one.links for term in link.change.terms]
    ends = [one.source] if one.source is not None else terms
    for node in sorted(ancestors(ends, case.passes.numbers), key=lambda node: -node.serial):
        if name_of(node.function) in ("add", "subtract") and len(node.inputs) == 2:
            through = [bool(case.passes.through.get(entry)) for entry in node.inputs]
            other = node.inputs[through.index(False)] if through.count(True) == 1 else None
            if other is not None and case.passes.read_by(other):
                return node.site
    return one.links[0].binding.site if one.links else None


def _mistake(case: Case, k: int, one: Applied, times: float) -> Mistake:
    name = case.parameters[k].name
    site = _site(case, one)
    if times < 0:
        cause = "regularization_sign"
        what = _("the penalty on {name} has the wrong sign: it drives the weights outwards")
        fix = _("add the penalty's gradient where you add the loss's")
    else:
        cause = "regularization_factor"
        what = _(
            "the penalty's gradient on {name} is {times:.4g} times that of the penalty in the loss"
        )
        fix = _("the derivative of c · W² is 2c · W, that of ½c · W² is c · W")
    return Mistake(
        cause, [name], site.file if site else "", site.line if site else 0,
        what.format(name=name, times=times), fix,
        _("the rest of the gradient is right; this part is {times:.6g} times the right one").format(
            times=times
        ),
        site.cell if site else None, case.tape.sources.span(site) if site else None,
        alternatives=list(_with_factor(site, times)),
    )  # fmt: skip


def _with_factor(site: Site | None, times: float) -> Iterator[str]:
    """The sum with its last term as large as it should be."""
    if site is None or times <= 0 or "\n" in site.text:
        return
    try:
        tree = ast.parse(site.text, mode="eval").body
    except SyntaxError:
        return
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add | ast.Sub):
        left = ast.get_source_segment(site.text, tree.left)
        right = ast.get_source_segment(site.text, tree.right)
        sign = "+" if isinstance(tree.op, ast.Add) else "-"
        yield f"{left} {sign} {1 / times:.6g} * {right}"
