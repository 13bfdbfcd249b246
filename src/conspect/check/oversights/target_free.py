"""A parameter is changed by something that no target has a part in."""

from collections.abc import Iterator

from conspect.check.analysis.case import Case
from conspect.check.analysis.chains import Chain, Link, first_link, without_restarted
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.parameters import is_kept
from conspect.check.derivatives.replay import ancestors
from conspect.check.findings import Mistake
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node
from conspect.language import _, plural


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Arrays that the outputs depend on, renewed from this step's values, without the error.

    What depends on a parameter is no array of the program's own, but a value on the way to another
    output.
    """
    if not case.steps or case.computed:
        return
    read = ancestors(case.steps[0].outputs)
    first_output = min((output.serial for output in case.steps[0].outputs), default=0)
    known = {id(chain) for chain in case.chains}
    found: dict[Site, list[str]] = {}
    for chain in without_restarted(case.all_chains):
        if id(chain) in known or chain.root not in read or chain.root.shape == ():
            continue
        if chain.root not in case.passes.numbers and case.passes.versions.get(chain.root):
            continue
        link = first_link(chain)
        is_late = link.new.serial > first_output
        if is_kept(chain) and is_late and _is_beside_the_target(case, chain, link, read):
            found.setdefault(_place(case, link, read), []).append(link.binding.text)
    for site, names in found.items():
        yield _mistake(case, site, names)


def _place(case: Case, link: Link, read: set[Node]) -> Site:
    """Where the way back begins anew: the first value with a name that is not of the forward pass.

    Args:
        read: what the outputs are made of.
    """
    behind = ancestors([term.node for term in link.change.terms])
    for binding in case.tape.bindings:
        node = binding.new
        if node in behind and node not in read and node.function and node.site is not None:
            return node.site
    return link.binding.site


def _is_beside_the_target(case: Case, chain: Chain, link: Link, read: set[Node]) -> bool:
    terms = [term.node for term in link.change.terms]
    if any(map(case.passes.through.get, link.sources)):
        return False
    behind = ancestors(terms)
    # It is made of this step's activations: of what the value itself had a part in.
    return chain.root in behind and any(node in read and node.function for node in behind)


def _mistake(case: Case, site: Site, names: list[str]) -> Mistake:
    changes = plural(
        "the change of {names} does not depend on the error at all",
        "the changes of {names} do not depend on the error at all",
        len(names),
    ).format(names=", ".join(names))
    return Mistake(
        "upstream_dropped", names, site.file, site.line, changes,
        _("multiply what comes from above by f'(z), and go on with the product"),
        _("no target has a part in it: with other targets the same would be applied"),
        site.cell, case.tape.sources.span(site),
        formula_right="dz = da · f'(z)", formula_code="dz = f'(z)",
    )  # fmt: skip
