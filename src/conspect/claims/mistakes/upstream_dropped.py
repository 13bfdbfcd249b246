"""The slope of an activation is there, but not the gradient that comes from above."""

from collections.abc import Iterator

from conspect.claims.version import (
    Mistake,
    Version,
    activations,
    changed,
    like_backward,
    slope_at,
    title,
    with_rule,
)
from conspect.language import _
from conspect.layers import Layer
from conspect.network import Network
from conspect.rule import Array, Rule


class UpstreamDropped(Mistake):
    """The chain rule ends at an activation: its slope alone is taken for the gradient."""

    cause = "upstream_dropped"

    def versions(self, network: Network) -> Iterator[Version]:
        """One activation each."""
        for position in activations(network):
            step = network.steps[position]
            words = _("the gradient from above is dropped at {name}: its slope alone is left")
            yield Version(
                words.format(name=title(step)),
                with_rule(network, {position: _slope_alone(step.rule)}),
            )


def _slope_alone(rule: Rule) -> Rule:
    assert isinstance(rule, Layer)

    def work(values: dict[str, Array]) -> Array:
        return slope_at(rule, values, values["z"])

    return changed(rule, backward=like_backward(rule, work))
