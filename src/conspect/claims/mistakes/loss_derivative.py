"""The output's delta is that of another loss."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version, changed, with_rule
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class LossDerivative(Mistake):
    """With binary cross-entropy the slope of the sigmoid cancels; here it is multiplied in."""

    cause = "loss_derivative"

    def versions(self, network: Network) -> Iterator[Version]:
        """The delta of the half squared error, where a sigmoid ends the network."""
        if network.loss.absorbs == "sigmoid":
            loss = changed(network.loss, backward=_with_slope)
            yield Version(
                _("the output's delta is multiplied by a(1 − a), as for the squared error"),
                with_rule(network, {len(network.steps) - 1: loss}),
            )


def _with_slope(a: Array, y: Array) -> Array:
    return (a - y) * a * (1 - a)
