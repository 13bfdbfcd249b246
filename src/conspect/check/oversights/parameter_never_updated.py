"""An update is worked out, but its result goes nowhere: the parameter stays as it is."""

from collections.abc import Iterator

from conspect.check.analysis.case import Case
from conspect.check.analysis.chains import Chain
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.groups import find_groups
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.replay import ancestors
from conspect.check.findings import Mistake
from conspect.check.recording.tape import Node
from conspect.language import _


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Values `w − rate · gradient` that are never w."""
    moved = {link.old for chain in case.all_chains for link in chain.links}
    seen: set[object] = set()
    for moment in case.moments[:1]:
        outputs = moment.step.outputs
        for node in sorted(ancestors(outputs, _moving(case)), key=lambda n: n.serial):
            is_made = bool(case.passes.versions.get(node))
            if node in moved or is_made or node in _moving(case) or node in seen:
                continue
            update = _lost_update(case, node)
            if update is None or update.site is None or update.site.key() in seen:
                continue
            seen.add(update.site.key())
            [parameter] = find_groups(case.tape, [Chain(node)], case.namespaces)
            yield _mistake(case, parameter.name, update)


def _moving(case: Case) -> set[Node]:
    """The versions of parameters that do move."""
    return {v for chain in case.chains if chain.links for v in chain.versions}


def _lost_update(case: Case, node: Node) -> Node | None:
    """A sum of a value and of what depends on the error, that nothing is made of."""
    for user in case.users.get(node, []):
        if user in case.passes.numbers or not case.passes.through.get(user):
            continue
        change = case.reader.read(user, node)
        if change is None or abs(change.keep - 1) > 0.5 or change.amount.shape != node.shape:
            continue
        later = [n for n in case.users.get(user, []) if not case.passes.through.get(n)]
        if any(case.passes.through.get(term.node) for term in change.terms) and not later:
            return user
    return None


def _mistake(case: Case, name: str, update: Node) -> Mistake:
    site = update.site
    assert site is not None
    return Mistake(
        "parameter_never_updated", [name], site.file, site.line,
        _("the new value of {name} is worked out, but {name} stays as it is").format(name=name),
        _("store the result in {name}").format(name=name),
        _("{name} has the same value at every step").format(name=name),
        site.cell, case.tape.sources.span(site),
    )  # fmt: skip
