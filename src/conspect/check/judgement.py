"""From a case to a report: the loss, the verdict, the mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison, Pair
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.moment import PLAIN, Moment
from conspect.check.analysis.numerical import is_numerical
from conspect.check.analysis.usual_losses import USUAL
from conspect.check.diagnosis.evidence import Evidence
from conspect.check.diagnosis.naming import name_all
from conspect.check.diagnosis.search import Budget, search
from conspect.check.diagnosis.uphill import going_uphill, uphill
from conspect.check.findings import LossTaken, Mistake, ParameterFinding, Report, Span
from conspect.check.mistakes import proposals
from conspect.check.outcome import Ending
from conspect.check.oversights import find_all
from conspect.check.recording.sites import Site
from conspect.check.remarks import remarks
from conspect.check.worked.confirmation import disputed
from conspect.language import _

_MOST_SHOWN = 64
_MOST_LOSSES = 4
_ORDER = list(USUAL)


@dataclass
class Choice:
    """A loss, and how the applied gradients stand to it."""

    loss: Loss
    comparison: Comparison
    goes_up: bool = False

    @property
    def rank(self) -> tuple[float, ...]:
        """Fewest mistakes first; of equals, what the program computes itself, then the usual."""
        place = -1 if self.loss.origin != "inferred" else _place(self.loss.name)
        unsteady = not self.comparison.is_steady
        odd = self.comparison.reading != PLAIN
        mistakes = len(self.comparison.wrong) + 0.9 * odd + unsteady
        return (mistakes, self.loss.name == "absolute error", place)


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def judge(case: Case, ending: Ending) -> Report:
    """The report on a program.

    Raises:
        InputError: the loss given cannot be worked out.
    """
    if is_numerical(case.tape, case.all_chains, case.passes.versions):
        reason = _(
            "the program trains by differences of its loss, (f(w + h) − f(w − h)) / 2h: it has no "
            "backward pass to check"
        )
        return Report("unclear", ended=ending.kind, reason=reason, error=_error(ending))
    if not case.moments:
        return Report("unclear", ended=ending.kind, reason=_no_steps(case), error=_error(ending))
    if case.given and not all(_is_stated(moment) for moment in case.moments):
        raise case.given.refusal()
    choices = choose(case)
    if not choices:
        reason = _("no loss could be found between the outputs and the targets")
        return Report("unclear", ended=ending.kind, reason=reason, error=_error(ending))
    best, named = explained(case, choices)
    doubtful = disputed(case, best.loss, best.comparison)
    if doubtful:
        names = ", ".join(case.parameters[k].name for k in doubtful)
        reason = _(
            "the true gradient of {names}, worked out from what was recorded, is not confirmed by "
            "moving it a little"
        ).format(names=names)
        return Report("unclear", ended=ending.kind, reason=reason, error=_error(ending))
    parameters = _parameters(case, best)
    # Where everything is turned round, so is what the oversights go by.
    mistakes = [] if best.goes_up else list(find_all(case, best.loss, best.comparison))
    mistakes += named
    unnamed = not mistakes or any(mistake.cause == "unknown" for mistake in mistakes)
    if best.comparison.scale <= 0 and unnamed:
        reason = _("no loss was found that the program goes down")
        return Report("unclear", ended=ending.kind, reason=reason, error=_error(ending))
    if _nothing_fits(best, mistakes):
        reason = _("no loss was found under which any of the gradients is right")
        return Report("unclear", ended=ending.kind, reason=reason, error=_error(ending))
    verdict, reason = ("wrong" if mistakes else "right"), ""
    if best.rank[0] and not mistakes:
        verdict = "unclear"
        reason = _("the factor between applied and true gradients changes from step to step")
    return Report(
        verdict,
        ended=ending.kind,
        reason=reason,
        loss=_taken(case, best.loss),
        scale=best.comparison.scale,
        steps=len(case.moments),
        parameters=list(_with_mistakes(parameters, mistakes)),
        mistakes=mistakes,
        notes=list(remarks(case, best.loss, best.comparison)),
        error=_error(ending),
    )


def _nothing_fits(best: Choice, mistakes: list[Mistake]) -> bool:
    """Whether the loss is a guess that explains nothing: no gradient, and no mistake."""
    return (
        best.loss.origin == "inferred"
        and len(best.comparison.wrong) == len(best.comparison.errors)
        and all(mistake.cause == "unknown" for mistake in mistakes)
    )


def _is_stated(moment: Moment) -> bool:
    return any(objective.loss.origin == "given" for objective in moment.objectives)


def explained(case: Case, choices: list[Choice]) -> tuple[Choice, list[Mistake]]:
    """The loss that is meant, and what was done wrong under it.

    It is the likeliest loss, unless that leaves something unexplained and another does not.
    """
    if not choices[0].rank[0]:
        return choices[0], []
    for loss, turned in uphill(case):
        return Choice(loss, turned, goes_up=True), [going_uphill(case)]
    budget = Budget()
    found = []
    for choice in choices[:_MOST_LOSSES]:
        evidence = Evidence(case, choice.loss, choice.comparison)
        explanation = search(evidence, proposals(evidence), budget)
        found.append((choice, evidence, explanation))
        if not explanation.cost[0]:
            break
    else:
        del found[1:]
    best, evidence, explanation = found[-1]
    return best, name_all(evidence, explanation)


def choose(case: Case) -> list[Choice]:
    """The losses that may be meant, best first."""
    found = []
    for loss in case.losses():
        for reading in case.readings():
            comparison = case.compare(loss, reading)
            if comparison is not None and not _is_guess(case, loss, comparison):
                found.append(Choice(loss, comparison))
    downhill = [choice for choice in found if choice.comparison.scale > 0]
    return sorted(downhill or found, key=lambda choice: choice.rank)


def _is_guess(case: Case, loss: Loss, comparison: Comparison) -> bool:
    """Whether only a number in the source speaks for a loss: no line, no gradient as it is."""
    if not case.passes.has_literal_targets or loss.origin != "inferred":
        return False
    return comparison.reading != PLAIN or len(comparison.wrong) == len(comparison.errors)


def _no_steps(case: Case) -> str:
    if not case.chains:
        return _(
            "no parameters were found: nothing that meets the data is updated from its old value"
        )
    return _("no output was found that meets a target")


def _error(ending: Ending) -> str:
    return ending.detail if ending.kind in ("raised", "syntax") else ""


def _parameters(case: Case, choice: Choice) -> list[ParameterFinding]:
    found = []
    comparison = choice.comparison
    for k, parameter in enumerate(case.parameters):
        if k not in comparison.errors:
            continue
        error = comparison.errors[k]
        number = next((n for n, pairs in enumerate(comparison.pairs) if k in pairs), 0)
        pair = comparison.pairs[number].get(k)
        shown = pair is not None and pair.true.size <= _MOST_SHOWN and _is_finite(pair)
        scale = comparison.scales[number] or 1.0
        found.append(
            ParameterFinding(
                parameter.name,
                "right" if error <= comparison.tolerance else "wrong",
                error if np.isfinite(error) else None,
                list(parameter.shape),
                (pair.applied / scale).reshape(-1).tolist() if shown and pair else [],
                pair.true.reshape(-1).tolist() if shown and pair else [],
                _span(case, case.moments[number].update(k)),
            )
        )
    return found


def _with_mistakes(
    found: list[ParameterFinding], mistakes: list[Mistake]
) -> Iterator[ParameterFinding]:
    """The parameters, those wrong too for which no comparison of gradients shows it."""
    spoilt = {name for mistake in mistakes if not mistake.hidden for name in mistake.parameters}
    for one in found:
        if one.verdict == "right" and one.name in spoilt:
            yield msgspec.structs.replace(one, verdict="wrong", relative_error=None)
        else:
            yield one
    known = {one.name for one in found}
    for name in dict.fromkeys(n for mistake in mistakes for n in mistake.parameters):
        if name not in known and name in spoilt:
            yield ParameterFinding(name, "wrong")


def _is_finite(pair: Pair) -> bool:
    return bool(np.isfinite(pair.applied).all() and np.isfinite(pair.true).all())


def _taken(case: Case, loss: Loss) -> LossTaken:
    scope = loss.site.scope if loss.site is not None else ""
    return LossTaken(loss.name, loss.origin, _span(case, loss.site), scope)


def _span(case: Case, site: Site | None) -> Span | None:
    return None if site is None else case.tape.sources.span(site)
