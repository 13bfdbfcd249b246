"""The derivative of a product has another value in the place of the other factor."""

from collections.abc import Iterator

from conspect.check.derivatives.arrays import Array, fit
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.reverse import Reverse
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.diagnosis.layers import Role, role_of
from conspect.check.diagnosis.roles import NewShare, Way, spoils_only_wrong, ways_back, with_share
from conspect.check.recording.tape import Node
from conspect.language import _

_MOST_VALUES = 30


def propose(evidence: Evidence) -> Iterator[Flow]:
    """A gate's gradient with another gate, the cell after the step in place of the one before."""
    setting = evidence.telling
    by_way: dict[Way, list[tuple[Node, Node]]] = {}
    for way, node, entry in ways_back(setting):
        if name_of(node.function) == "multiply" and len(node.inputs) == 2:
            by_way.setdefault(way, []).append((node, entry))
    for way, uses in by_way.items():
        node, entry = uses[0]
        if node.site is None or not spoils_only_wrong(evidence, [entry for _node, entry in uses]):
            continue
        for role, k in _roles(setting, node):
            yield Flow(
                "wrong_layer_activation", 1.4, with_share(way, _times(role, k)),
                _("the derivative of the product of line {line} ({text}) is taken with another "
                  "value in the place of the other factor").format(
                    line=node.site.line, text=node.site.text
                ),
                _("by one factor, the derivative of a product is the other factor"),
                ("da = dc · b", "da = dc · (another value)"),
            )  # fmt: skip


def _roles(setting: Setting, product: Node) -> list[tuple[Role, int]]:
    """What else of that shape is computed as often, or so many times as often: which of these."""
    times = len(setting.layers.by_role[role_of(product)])
    fitting = [
        (role, k)
        for role, found in setting.layers.by_role.items()
        if found[0].shape == product.shape and len(found) % times == 0
        for k in range(len(found) // times)
        if found[k] is not product
    ]
    return fitting[:_MOST_VALUES]


def _times(role: Role, k: int) -> NewShare:
    """What comes from above, times the value of a role at the same time."""

    def share(setting: Setting, reverse: Reverse, node: Node, entry: Node, g: Array) -> Array:
        own, others = (setting.layers.by_role[each] for each in (role_of(node), role))
        a_time = len(others) // len(own)
        return fit(g * setting.value(others[own.index(node) * a_time + k]), entry.shape)

    return share
