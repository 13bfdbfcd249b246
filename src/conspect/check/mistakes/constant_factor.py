"""A gradient has a factor that the others have not: a constant, or the n of a mean."""

from collections.abc import Callable, Iterator

from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import Override, Reverse
from conspect.check.diagnosis.changes import Back
from conspect.check.diagnosis.evidence import Evidence, Flow, Relation, Setting
from conspect.check.diagnosis.factors import constant, is_size
from conspect.check.diagnosis.means import divisor
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow | Relation]:
    """C · dW for dW, with the same c at every step; what a mean is given, not divided by n."""
    yield from _of_means(evidence)
    for k, parameter in enumerate(evidence.case.parameters):
        yield Relation(
            "constant_factor", 1.6, k,
            constant(k, lambda c: not is_size(evidence, c) and abs(abs(c) - 1) > 1e-9),
            _("the gradient of {name} has a factor that the others have not").format(
                name=parameter.name
            ),
            _("take the factor out"),
            ("dW", "c · dW"),
        )  # fmt: skip


def _of_means(evidence: Evidence) -> Iterator[Flow]:
    for site, nodes in _means(evidence).items():
        spoilt = evidence.telling.behind(nodes)
        if spoilt and spoilt <= evidence.may_be_spoilt:
            yield Flow(
                "constant_factor", 1.1, _not_divided(site),
                _("the mean of line {line} is not divided by its number of terms on the way "
                  "back").format(line=site.line),
                _("divide by the number of terms on the way back, as the mean does"),
                ("dx = dm / n", "dx = dm"),
            )  # fmt: skip


def _means(evidence: Evidence) -> dict[Site, list[Node]]:
    """The means on the way to the outputs, by their places in the source."""
    first = evidence.telling
    network = ancestors(first.moment.step.outputs, first.versions)
    found: dict[Site, list[Node]] = {}
    for node in first.layers.nodes:
        if node.site is not None and node in network and divisor(first, node) > 1:
            found.setdefault(node.site, []).append(node)
    return found


def _not_divided(site: Site) -> Callable[[Setting], Override]:
    def override_at(setting: Setting) -> Override:
        def override(reverse: Reverse, node: Node, g: Array) -> Back | None:
            if node.site != site:
                return None
            return reverse.back(node, g * divisor(setting, node))

        return override

    return override_at
