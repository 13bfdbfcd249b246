"""The activation stands where its slope should."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version, activations, changed, title, with_rule
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class ActivationInsteadOfDerivative(Mistake):
    """The gradient is multiplied by the activation instead of by its slope."""

    cause = "activation_instead_of_derivative"

    def versions(self, network: Network) -> Iterator[Version]:
        """One activation, or all of them."""
        positions = activations(network)
        for chosen in [[position] for position in positions] + [positions][: len(positions) > 1]:
            rules = {
                position: changed(network.steps[position].rule, backward=_times_itself)
                for position in chosen
            }
            names = ", ".join(title(network.steps[position]) for position in chosen)
            words = _("the gradient is multiplied by an activation instead of its slope: {names}")
            yield Version(words.format(names=names), with_rule(network, rules))


def _times_itself(da: Array, a: Array) -> Array:
    return da * a
