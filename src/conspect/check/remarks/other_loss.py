"""The program computes a loss of one family, and goes down one of another."""

from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss, Objective
from conspect.check.analysis.moment import Moment
from conspect.check.derivatives.arrays import Array
from conspect.check.report.loss import loss_name
from conspect.check.report.source import place_of
from conspect.language import _

# Whoever goes down a loss often prints the mean absolute error beside it: that is a measure.
_FAMILIES = ("squared error", "cross-entropy", "binary cross-entropy")


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[str]:
    """Every number of the program's own whose gradient is that of another usual loss."""
    if loss.origin != "inferred" or comparison.wrong:
        return
    for own in case.losses():
        if own.origin != "found" or own.site is None:
            continue
        family = _family(case, own, comparison)
        if family and family != loss.name:
            where = place_of(own.site.file, own.site.cell, own.site.line)
            yield _("{where} computes {family}; the gradients applied are those of {taken}").format(
                where=where, family=loss_name(family), taken=loss_name(loss.name)
            )


def _family(case: Case, own: Loss, comparison: Comparison) -> str:
    """The one usual loss that has the gradient of this one at every step; empty if none has."""
    alike = [
        name
        for name in _FAMILIES
        if all(_is_of(case, moment, own, name, comparison) for moment in case.moments)
    ]
    return alike[0] if len(alike) == 1 else ""


def _is_of(case: Case, moment: Moment, own: Loss, name: str, comparison: Comparison) -> bool:
    usual = next((o for o in moment.objectives if o.loss == Loss(name)), None)
    if usual is None:
        return False
    first = _gradient(case, moment, case.objective(moment, own), comparison.side)
    second = _gradient(case, moment, usual, comparison.side)
    if first.shape != second.shape or not np.any(first) or not np.any(second):
        return False
    factor = float(np.vdot(second, first) / np.vdot(second, second))
    return bool(np.abs(first - factor * second).max() <= 1e-6 * np.abs(first).max())


def _gradient(case: Case, moment: Moment, objective: Objective, side: int) -> Array:
    """By all the parameters, in a row."""
    true = case.true(moment, objective, side=side)
    return np.concatenate([true[k].reshape(-1) for k in sorted(true)])
