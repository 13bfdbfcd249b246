"""The slope of an activation is taken at its result instead of at what went into it."""

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


class ActivationDerivativeAtWrongPoint(Mistake):
    """A derivative that expects the pre-activation is given the activation."""

    cause = "activation_derivative_at_wrong_point"

    def versions(self, network: Network) -> Iterator[Version]:
        """One activation, or all of them."""
        positions = activations(network)
        for chosen in [[position] for position in positions] + [positions][: len(positions) > 1]:
            rules = {position: _at_result(network.steps[position].rule) for position in chosen}
            names = ", ".join(title(network.steps[position]) for position in chosen)
            words = _("the slope of an activation is taken at its result: {names}")
            yield Version(words.format(names=names), with_rule(network, rules))


def _at_result(rule: Rule) -> Rule:
    assert isinstance(rule, Layer)

    def work(values: dict[str, Array]) -> Array:
        return values["da"] * slope_at(rule, values, values["a"])

    return changed(rule, backward=like_backward(rule, work))
