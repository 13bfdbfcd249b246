"""The gradient is handed back without the weights that it should pass through."""

from collections.abc import Iterator

import numpy as np

from conspect.claims.version import Mistake, Version, changed, dense_layers, with_rule
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class DeltaSkipsWeights(Mistake):
    """Every unit of the layer below gets the sum of the gradients above, unweighted."""

    cause = "delta_skips_weights"

    def versions(self, network: Network) -> Iterator[Version]:
        """For each layer but the first."""
        for position in dense_layers(network)[1:]:
            step = network.steps[position]
            words = _("the gradient is passed back without being multiplied by {name}")
            yield Version(
                words.format(name=step.names["W"]),
                with_rule(network, {position: changed(step.rule, backward=_unweighted)}),
            )


def _unweighted(dz: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    return dz @ np.ones_like(W.T), x.T @ dz, dz.sum(axis=0)
