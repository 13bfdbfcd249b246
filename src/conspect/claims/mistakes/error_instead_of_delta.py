"""The error goes down to the layers below instead of the delta."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy.typing as npt

from conspect.claims.version import (
    Arrays,
    Backward,
    Mistake,
    Version,
    activations,
    changed,
    dense_layers,
    title,
    with_rule,
)
from conspect.engines import reference
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class ErrorInsteadOfDelta(Mistake):
    """The output's own weights see its slope, the layers below do not."""

    cause = "error_instead_of_delta"

    def versions(self, network: Network) -> Iterator[Version]:
        """At the output, where it has an activation of its own."""
        layers = dense_layers(network)
        positions = [p for p in activations(network) if layers and p > layers[-1]]
        if len(layers) > 1 and positions:
            step = network.steps[positions[-1]]
            without = changed(step.rule, backward=_passed_on)
            own = [
                name
                for symbol, name in network.steps[layers[-1]].names.items()
                if symbol in ("W", "b")
            ]
            words = _("the error is passed back without the slope of {name}").format(
                name=title(step)
            )
            yield Version(words, network, _split(positions[-1], without, own))


def _passed_on(da: Array) -> Array:
    return da


def _split(position: int, without: Any, own: list[str]) -> Backward:
    def backward(network: Network, arrays: Mapping[str, npt.NDArray[Any]]) -> Arrays:
        right = reference.backward(network, arrays)
        wrong = reference.backward(with_rule(network, {position: without}), arrays)
        return wrong | {f"d{name}": right[f"d{name}"] for name in own}

    return backward
