"""A layer's result goes nowhere, though it is trained."""

from collections.abc import Iterator

from conspect.check.analysis.case import Case
from conspect.check.analysis.chains import Chain, first_link
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.analysis.parameters import is_part_of
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS
from conspect.check.derivatives.replay import ancestors
from conspect.check.findings import Mistake
from conspect.check.recording.tape import Node
from conspect.language import _


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """Weights that take in activations, get gradients, and on which no output depends."""
    if not case.steps or case.computed:
        return
    step = case.steps[0]
    read = ancestors(step.outputs)
    last = max((output.serial for output in step.outputs), default=0)
    known = {id(chain) for chain in case.chains}
    for chain in case.all_chains:
        if id(chain) in known or chain.root in read or len(chain.root.shape) < 2:
            continue
        terms = [term.node for term in first_link(chain).change.terms]
        if not any(case.passes.through.get(term) for term in terms):
            continue
        product = _product(case, chain, last, set(step.versions))
        if product is not None and product.site is not None:
            yield _mistake(case, chain, product)


def _product(case: Case, chain: Chain, last: int, versions: set[Node]) -> Node | None:
    """Where the forward pass takes the weights in, with something that it has computed."""
    for node in case.tape.nodes:
        if node.serial > last:
            return None
        if name_of(node.function) not in PRODUCTS or len(node.inputs) < 2:
            continue
        weights = [entry for entry in node.inputs if is_part_of(entry, {chain.root})]
        others = [entry for entry in node.inputs if entry not in weights]
        if weights and ancestors(others) & versions:
            return node
    return None


def _mistake(case: Case, chain: Chain, product: Node) -> Mistake:
    site = product.site
    assert site is not None
    name = first_link(chain).binding.text
    return Mistake(
        "forward_bug", [name], site.file, site.line,
        _("the output does not depend on {name}: what this line computes is used nowhere").format(
            name=name
        ),
        _("go on with this line's result in the lines below it"),
        _("with other values of {name} the loss would be the same, and yet it is trained").format(
            name=name
        ),
        site.cell, case.tape.sources.span(site),
    )  # fmt: skip
