"""The forward pass itself leaves something out."""

from collections.abc import Iterator

from conspect.claims.version import (
    Mistake,
    Version,
    activations,
    changed,
    dense_layers,
    title,
    with_rule,
)
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array, forward_equations


class ForwardBug(Mistake):
    """An activation or a bias is left out, forward and backward alike."""

    cause = "forward_bug"

    def versions(self, network: Network) -> Iterator[Version]:
        """One activation each; one bias each, or all of them."""
        for position in activations(network):
            step = network.steps[position]
            if len(forward_equations(type(step.rule))) > 1:
                continue
            rule = changed(step.rule, forward=_as_it_is, backward=_passed_on)
            yield Version(
                _("the activation is left out: {name}").format(name=title(step)),
                with_rule(network, {position: rule}),
            )
        biased = [p for p in dense_layers(network) if "b" in network.steps[p].names]
        for chosen in [[position] for position in biased] + [biased][: len(biased) > 1]:
            rules = {p: changed(network.steps[p].rule, forward=_unbiased) for p in chosen}
            names = ", ".join(network.steps[position].names["b"] for position in chosen)
            yield Version(
                _("not added in the forward pass: {names}").format(names=names),
                with_rule(network, rules),
            )


def _as_it_is(z: Array) -> Array:
    return z


def _passed_on(da: Array) -> Array:
    return da


def _unbiased(x: Array, W: Array) -> Array:
    return x @ W
