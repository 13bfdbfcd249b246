"""Weights are updated before the gradient has passed through them."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy.typing as npt

from conspect.claims.version import Arrays, Mistake, Version
from conspect.engines import reference
from conspect.language import _
from conspect.network import Network
from conspect.roles import Parameter


class UpdatedWeightsUsed(Mistake):
    """Each layer is updated as soon as its gradient is there; those before it see new weights."""

    cause = "updated_weights_used"

    def versions(self, network: Network) -> Iterator[Version]:
        """All layers alike, from the last to the first."""
        if network.clipping is None and len(_layers(network)) > 1:
            words = _(
                "the gradient was passed back through weights that had already been updated "
                "({weights}); all gradients come first, then the update"
            ).format(weights=", ".join(layer[0] for layer in _layers(network)[:-1]))
            yield Version(words, network, _backward)


def _layers(network: Network) -> list[list[str]]:
    """The trained parameters of each layer, the last layer first."""
    layers = [step.named(Parameter) for step in reversed(network.steps)]
    trained = [[name for name in layer if name in network.trained] for layer in layers]
    return [layer for layer in trained if layer]


def _backward(network: Network, arrays: Mapping[str, npt.NDArray[Any]]) -> Arrays:
    """The backward pass, each layer's parameters replaced once their gradient is known."""
    seen, known = dict(arrays), Arrays()
    for layer in _layers(network):
        gradients = reference.backward(network, seen)
        known |= {f"d{name}": gradients[f"d{name}"] for name in layer}
        one = network.changed(trained=tuple(layer))
        after, _state, _named = reference.update(one, seen | gradients)
        seen |= {name: after[name] for name in layer}
    return reference.backward(network, seen) | known
