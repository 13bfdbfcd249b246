"""The chain rule leaves out an activation."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version, activations, changed, title, with_rule
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class MissingActivationDerivative(Mistake):
    """The slope of an activation is taken for 1."""

    cause = "missing_activation_derivative"

    def versions(self, network: Network) -> Iterator[Version]:
        """One activation, or all of them."""
        positions = activations(network)
        for chosen in [[position] for position in positions] + [positions][: len(positions) > 1]:
            steps = [network.steps[position] for position in chosen]
            rules = {
                position: changed(network.steps[position].rule, backward=_passed_on)
                for position in chosen
            }
            words = _("the slope of an activation is left out: {names}").format(
                names=", ".join(map(title, steps))
            )
            yield Version(words, with_rule(network, rules))


def _passed_on(da: Array) -> Array:
    return da
