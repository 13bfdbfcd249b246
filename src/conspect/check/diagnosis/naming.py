"""An explanation as mistakes, in plain words, with lines and figures."""

import re
from collections.abc import Iterator

import msgspec

from conspect.check.analysis.case import Case
from conspect.check.analysis.moment import FRESH, ONCE
from conspect.check.analysis.repeats import repetitions
from conspect.check.diagnosis.accumulation import accumulated
from conspect.check.diagnosis.evidence import Evidence, Explanation, Flow, Relation
from conspect.check.diagnosis.locate import place_of, place_unknown, update_of
from conspect.check.diagnosis.right_values import RightValues
from conspect.check.findings import Mistake
from conspect.check.mending.alternatives import alternatives
from conspect.check.recording.sites import Site
from conspect.check.worked.element import worked
from conspect.language import _

# Formulas of one number too many, which can be told.
_FACTORS = ("c · dW", "N · dW")


def name_all(evidence: Evidence, explanation: Explanation) -> list[Mistake]:
    """The mistakes of an explanation; what is left unexplained comes last."""
    found: list[Mistake] = []
    found += _of_reading(evidence)
    right = RightValues(evidence)
    before: list[Flow] = []
    relations: list[Relation] = []
    open_now = set(evidence.comparison.wrong)
    changes: list[Flow | Relation] = [*explanation.flows, *explanation.relations]
    for change in changes:
        flows = [*before, change] if isinstance(change, Flow) else before
        tried = [*relations, change] if isinstance(change, Relation) else relations
        then = evidence.explain(flows, tried)
        still = set(then.comparison.wrong) if then else open_now
        spoilt = sorted(open_now - still) or sorted(open_now)
        site = place_of(right, before, change, spoilt)
        left = max((then.comparison.errors[k] for k in spoilt), default=0.0) if then else 0.0
        told = _mistake(evidence, change, spoilt, site, left)
        if site is not None:
            texts = alternatives(evidence, before, change, spoilt, site)
            told = msgspec.structs.replace(told, alternatives=texts)
        found.append(told)
        open_now, before, relations = still, flows, tried
    return [*_merged(found), *_unknown(right, explanation.comparison.wrong)]


def _merged(found: list[Mistake]) -> list[Mistake]:
    """One mistake for each line and message: a line in a loop may spoil several layers."""
    first: dict[tuple[object, ...], Mistake] = {}
    for mistake in found:
        key = (mistake.cause, mistake.file, mistake.cell, mistake.line, mistake.message)
        known = first.get(key)
        if known is not None:
            names = [name for name in mistake.parameters if name not in known.parameters]
            mistake = msgspec.structs.replace(known, parameters=[*known.parameters, *names])
        first[key] = mistake
    return list(first.values())


def _mistake(
    evidence: Evidence, change: Flow | Relation, spoilt: list[int], site: Site | None, left: float
) -> Mistake:
    names = [evidence.case.parameters[k].name for k in spoilt]
    error = max((evidence.comparison.errors[k] for k in spoilt), default=0.0)
    evidence_text = _(
        "with this mistake put into the right backward pass, the gradients agree with those "
        "applied to {left:.1e}; without it they differ by {error:.3g} of their size"
    )
    if not left:
        evidence_text = _(
            "with this mistake put into the right backward pass, the gradients are exactly those "
            "applied; without it they differ by {error:.3g} of their size"
        )
    evidence_text = evidence_text.format(left=left, error=error)
    right, code = change.formulas
    element = worked(evidence, spoilt)
    if element is not None and element.right and code in _FACTORS:
        code = f"{element.applied / element.right:.6g} · dW"
    if isinstance(change, Relation):
        own = f"d({evidence.case.parameters[change.parameter].name})"
        right, code = (re.sub(r"\bd[Wb]\b", lambda _match: own, text) for text in (right, code))
    return Mistake(
        change.cause, names, site.file if site else "", site.line if site else 0, change.what,
        change.fix, evidence_text, site.cell if site else None,
        evidence.case.tape.sources.span(site) if site else None, "", right, code,
        element,
    )  # fmt: skip


def _of_reading(evidence: Evidence) -> list[Mistake]:
    """The mistakes that are no matter of a gradient, but of how often it is applied."""
    reading = evidence.comparison.reading
    if reading not in (ONCE, FRESH):
        return []
    keys = evidence.keys
    if reading == ONCE:
        keys = [k for k in keys if k in _repeated(evidence.case)]
    site = update_of(evidence, keys)
    names = [evidence.case.parameters[k].name for k in keys]
    if reading == ONCE:
        cause = "update_repeated"
        what = _("one forward pass is followed by the same update several times")
        fix = _("take the update out of the inner loop: once a batch, not once a sample")
        text = _("taken once, each update is the true gradient; the later ones are stale")
    else:
        sums = accumulated(evidence.case)
        names = [evidence.case.parameters[k].name for k in keys if k in sums]
        site = next((sums[k] for k in keys if sums.get(k) is not None), site)
        cause = "gradient_accumulates"
        what = _("the gradients of earlier steps are still in the sum that is applied")
        fix = _("set the gradients to zero at the start of every step")
        text = _("what each step adds to the sum is the true gradient; the sum itself is not")
    return [
        Mistake(
            cause, names, site.file if site else "", site.line if site else 0, what, fix, text,
            site.cell if site else None, evidence.case.tape.sources.span(site) if site else None,
        )
    ]  # fmt: skip


def _repeated(case: Case) -> set[int]:
    """The parameters that a line changes several times after one forward pass."""
    return {
        case.place[id(transition.chain)][0]
        for moment in case.moments
        for transition in moment.step.transitions
        if repetitions(transition) > 1
    }


def _unknown(right: RightValues, keys: list[int]) -> Iterator[Mistake]:
    """What no known mistake explains, a line each."""
    by_site: dict[Site | None, list[int]] = {}
    for k in keys:
        by_site.setdefault(place_unknown(right, k), []).append(k)
    evidence = right.evidence
    for site, spoilt in by_site.items():
        names = [evidence.case.parameters[k].name for k in spoilt]
        error = max(evidence.comparison.errors[k] for k in spoilt)
        yield Mistake(
            "unknown", names, site.file if site else "", site.line if site else 0,
            _("the gradient applied to {name} is not that of the loss").format(
                name=", ".join(names)
            ),
            _("compare it with the true gradient, element by element"),
            _("off by up to {error:.3g} of its size").format(error=error),
            site.cell if site else None, evidence.case.tape.sources.span(site) if site else None,
            worked=worked(evidence, spoilt), confidence=0.3,
        )  # fmt: skip
