"""The penalty in the gradient is not that of the program's own loss."""

import ast
from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.applied import Applied
from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss, Objective
from conspect.check.analysis.moment import PLAIN, Moment
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import Reverse, UnderivableError
from conspect.check.diagnosis.data_off import data_off
from conspect.check.findings import Mistake
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node
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
                penalties, times = _penalties(case, moment, whole, comparison, data)
            except (UnderivableError, LookupError):
                continue
            if penalties:
                yield from _against(case, moment, penalties, comparison.scales[number] / times)
                return


def _penalties(
    case: Case, moment: Moment, whole: Objective, comparison: Comparison, data: dict[int, Array]
) -> tuple[dict[int, Array], float]:
    """The penalty's gradient by each parameter, and how many times the data's is in the loss.

    What reaches the parameters from the loss, but not through an output, is the penalty's.
    """
    outputs = {meeting.output for meeting in case.passes.meetings}

    def around(reverse: Reverse, node: Node, adjoint: Array) -> list[tuple[Node, Array]] | None:
        return [] if node in outputs else None

    all_ways = case.true(moment, whole, side=comparison.side)
    penalties = case.true(moment, whole, side=comparison.side, override=around)
    factor = _factor(data, {k: all_ways[k] - penalties[k] for k in penalties})
    if factor is None:
        return {}, 1.0
    size = max(np.abs(gradient).max(initial=0.0) for gradient in all_ways.values())
    found = {
        k: penalty
        for k, penalty in penalties.items()
        if np.abs(penalty).max(initial=0.0) > _CLOSE * size
    }
    kept = all(_is_penalty(penalty, _weights(case, moment, k)) for k, penalty in found.items())
    return (found if kept else {}), factor


def _is_penalty(gradient: Array, weights: Array) -> bool:
    """Whether this is the gradient of squares, or of sizes, of the weights, or of some of them."""
    some = gradient != 0
    square = weights[some]
    return _is_sum_of([square], gradient[some]) or _is_sum_of(
        [square, np.sign(square)], gradient[some]
    )


def _is_sum_of(columns: list[Array], wanted: Array) -> bool:
    """Whether an array is a sum of multiples of some others."""
    matrix = np.stack(columns, axis=1)
    if wanted.size <= len(columns) or not np.isfinite(matrix).all():
        return False
    gap = np.abs(matrix @ np.linalg.lstsq(matrix, wanted, rcond=None)[0] - wanted).max()
    return bool(gap <= _CLOSE * np.abs(wanted).max())


def _weights(case: Case, moment: Moment, k: int) -> Array:
    parts: dict[int, Array | float] = {
        case.place[id(chain)][1]: as_array(case.values(version))
        for version, chain in moment.step.versions.items()
        if case.place[id(chain)][0] == k
    }
    return case.parameters[k].put_together(parts)


def _factor(data: dict[int, Array], through: dict[int, Array]) -> float | None:
    """How many times the data's gradient is in what comes through the outputs."""
    if data.keys() != through.keys():
        return None
    ours = np.concatenate([data[k].reshape(-1) for k in data])
    theirs = np.concatenate([through[k].reshape(-1) for k in data])
    if not np.any(ours) or not np.isfinite(theirs).all():
        return None
    factor = float(np.vdot(ours, theirs) / np.vdot(ours, ours))
    gap = np.abs(theirs - factor * ours).max()
    return factor if factor > 0 and gap <= _CLOSE * np.abs(theirs).max() else None


def _against(
    case: Case, moment: Moment, penalties: dict[int, Array], scale: float
) -> Iterator[Mistake]:
    found: dict[int, tuple[float, int]] = {}
    for k, penalty in penalties.items():
        parts = moment.readings[PLAIN].get(k, {})
        decay = case.parameters[k].put_together({part: one.decay for part, one in parts.items()})
        wanted = scale * penalty
        if not parts or decay.shape != wanted.shape:
            continue
        # A vector may hold the weights of several layers: only some of it need be wrong.
        odd = np.abs(decay - wanted) > 1e-4 * np.abs(wanted).max()
        if np.any(odd):
            square = float(np.vdot(wanted[odd], wanted[odd]))
            times = float(np.vdot(wanted[odd], decay[odd])) / square if square else 0.0
            found[k] = times, int(odd.sum())
    off = data_off(case, moment, scale, {k: times for k, (times, _size) in found.items()})
    if off is not None and found.keys() == penalties.keys():
        yield off
        return
    for k, (times, size) in found.items():
        yield _mistake(case, k, next(iter(moment.readings[PLAIN][k].values())), times, size)


def _site(case: Case, one: Applied, size: int) -> Site | None:
    """Where a penalty of that size is added to the gradient; else where the latter is applied."""
    terms = [term.node for link in one.links for term in link.change.terms]
    ends = [one.source] if one.source is not None else terms
    behind = ancestors(ends, case.passes.numbers)
    for node in sorted(behind, key=lambda n: (np.prod(n.shape) != size, -n.serial)):
        if name_of(node.function) in ("add", "subtract") and len(node.inputs) == 2:
            through = [bool(case.passes.through.get(entry)) for entry in node.inputs]
            other = node.inputs[through.index(False)] if through.count(True) == 1 else None
            if other is not None and case.passes.read_by(other):
                return node.site
    return one.links[0].binding.site if one.links else None


def _mistake(case: Case, k: int, one: Applied, times: float, size: int) -> Mistake:
    name = case.parameters[k].name
    site = _site(case, one, size)
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
