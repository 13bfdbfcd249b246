"""Sums of gradients that were not set to zero between the steps: whose, and where."""

from conspect.check.analysis.case import Case
from conspect.check.analysis.moments import is_stale
from conspect.check.analysis.steps import Transition
from conspect.check.derivatives.replay import ancestors
from conspect.check.recording.sites import Site


def accumulated(case: Case) -> dict[int, Site | None]:
    """The parameters whose change holds gradients of earlier steps, and where they are summed."""
    found: dict[int, Site | None] = {}
    for moment in case.moments:
        for transition in moment.step.transitions:
            if is_stale(case, transition):
                parameter = case.place[id(transition.chain)][0]
                found.setdefault(parameter, _sum(case, transition))
    return found


def _sum(case: Case, transition: Transition) -> Site | None:
    terms = [term.node for link in transition.links for term in link.change.terms]
    behind = ancestors(terms, case.descent.parameters)
    sums = [case.descent.links[node] for node in behind if node in case.descent.links]
    latest = max(sums, key=lambda link: link.new.serial, default=None)
    return latest.binding.site if latest is not None else None
