"""A program that goes up its loss: every gradient is right, but for the sign of all of them."""

from collections.abc import Iterator

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison, Pair, compare
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.names import name_of
from conspect.check.findings import Mistake
from conspect.check.recording.sites import Site
from conspect.language import _


def uphill(case: Case) -> Iterator[tuple[Loss, Comparison]]:
    """The losses that the program goes up, with the gradients compared as if it went down."""
    for loss in case.losses():
        if loss.origin == "found":
            # A number that a program computes may be meant to grow: a likelihood, a reward.
            continue
        comparison = case.compare(loss)
        if comparison is None or comparison.scale > 0:
            continue
        turned = [
            {k: Pair(-pair.applied, pair.true) for k, pair in pairs.items()}
            for pairs in comparison.pairs
        ]
        found = compare(turned, case.tolerance, comparison.schedule)
        found.side, found.with_decay = comparison.side, comparison.with_decay
        if found.scale > 0 and not found.wrong and found.is_steady:
            yield loss, found


def going_uphill(case: Case) -> Mistake:
    """The mistake in plain words."""
    site = _site(case)
    names = [parameter.name for parameter in case.parameters]
    return Mistake(
        "wrong_sign", names, site.file if site else "", site.line if site else 0,
        _("every update goes up the loss: the sign of all gradients is wrong"),
        _("turn the sign of the error round, or that of the updates, not both"),
        _("with the opposite sign, every gradient is the true one"),
        site.cell if site else None, case.tape.sources.span(site) if site else None,
    )  # fmt: skip


def _site(case: Case) -> Site | None:
    """Where target minus output is taken; where it is output minus target, the first update."""
    for moment in case.moments:
        for meeting in moment.step.meetings:
            arguments = meeting.node.arguments
            if name_of(meeting.node.function) == "subtract" and arguments[1] is meeting.output:
                return meeting.node.site
        for k in range(len(case.parameters)):
            site = moment.update(k)
            if site is not None:
                return site
    return None
