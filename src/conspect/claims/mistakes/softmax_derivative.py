"""The softmax is differentiated a second time, or as if it were a sigmoid."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version, changed, with_rule
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class SoftmaxDerivative(Mistake):
    """With cross-entropy the slope of the softmax is in a − y already."""

    cause = "softmax_derivative"

    def versions(self, network: Network) -> Iterator[Version]:
        """The diagonal of its derivatives, multiplied in; where a softmax ends the network."""
        if network.loss.absorbs == "softmax":
            loss = changed(network.loss, backward=_with_diagonal)
            yield Version(
                _("the output's delta is multiplied by a(1 − a): a − y is the whole of it"),
                with_rule(network, {len(network.steps) - 1: loss}),
            )


def _with_diagonal(a: Array, y: Array) -> Array:
    return (a - y) * a * (1 - a)
