"""The gradient of a bias is that of one sample instead of the sum over all."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy.typing as npt

from conspect.claims.version import Arrays, Backward, Mistake, Version, dense_layers
from conspect.engines import reference
from conspect.language import _
from conspect.network import Network


class BiasNotSummed(Mistake):
    """Only the first or the last sample of the batch reaches a bias."""

    cause = "bias_not_summed"

    def versions(self, network: Network) -> Iterator[Version]:
        """For each bias, and for all."""
        biases = {
            step.names["b"]: f"d{step.names['z']}"
            for step in (network.steps[position] for position in dense_layers(network))
            if step.names.get("b") in network.trained
        }
        groups = [[name] for name in biases] + [list(biases)][: len(biases) > 1]
        for group in groups:
            for sample, words in (
                (0, _("only the first sample counts for {names}")),
                (-1, _("only the last sample counts for {names}")),
            ):
                yield Version(
                    words.format(names=", ".join(group)),
                    network,
                    _from_sample({name: biases[name] for name in group}, sample),
                )


def _from_sample(biases: Mapping[str, str], sample: int) -> Backward:
    def backward(network: Network, arrays: Mapping[str, npt.NDArray[Any]]) -> Arrays:
        gradients = reference.backward(network, arrays)
        return gradients | {f"d{name}": gradients[dz][sample] for name, dz in biases.items()}

    return backward
