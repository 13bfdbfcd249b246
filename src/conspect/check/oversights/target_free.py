"""A parameter is changed by something that no target has a part in."""

from collections.abc import Iterator

from conspect.check.analysis.case import Case
from conspect.check.analysis.chains import Chain, Link
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.parameters import first_link, is_kept
from conspect.check.derivatives.replay import ancestors
from conspect.check.findings import Mistake
from conspect.check.recording.tape import Node
from conspect.language import _


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Arrays that the outputs depend on, renewed from this step's values, without the error."""
    if not case.steps or case.computed:
        return
    read = ancestors(case.steps[0].outputs)
    first_output = min((output.serial for output in case.steps[0].outputs), default=0)
    known = {id(chain) for chain in case.chains}
    for chain in case.all_chains:
        if id(chain) in known or chain.root not in read or chain.root.shape == ():
            continue
        link = first_link(chain)
        is_late = link.new.serial > first_output
        if is_kept(chain) and is_late and _is_beside_the_target(case, chain, link, read):
            yield _mistake(case, link)


def _is_beside_the_target(case: Case, chain: Chain, link: Link, read: set[Node]) -> bool:
    terms = [term.node for term in link.change.terms]
    if any(case.passes.through.get(term) for term in terms):
        return False
    behind = ancestors(terms)
    # It is made of this step's activations: of what the value itself had a part in.
    return chain.root in behind and any(node in read and node.function for node in behind)


def _mistake(case: Case, link: Link) -> Mistake:
    site, name = link.binding.site, link.binding.text
    return Mistake(
        "upstream_dropped", [name], site.file, site.line,
        _("the change of {name} does not depend on the error at all").format(name=name),
        _("multiply what comes from above by f'(z), and go on with the product"),
        _("no target has a part in it: with other targets the same would be applied"),
        site.cell, case.tape.sources.span(site),
        formula_right="dz = da · f'(z)", formula_code="dz = f'(z)",
    )  # fmt: skip
