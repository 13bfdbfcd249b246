"""The sum over the samples is taken for their mean, or the other way round."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version, spoiled
from conspect.language import _
from conspect.network import Network


class BatchScale(Mistake):
    """All gradients are off by the number of samples."""

    cause = "batch_scale"

    def versions(self, network: Network) -> Iterator[Version]:
        """Where the loss is a mean, not divided; where it is a sum, divided."""
        names = list(network.trained)
        if network.loss.reduction == "mean":
            yield Version(
                _("the gradients are not divided by the number of samples"),
                network,
                spoiled(names, lambda gradient, arrays: gradient * len(arrays["x"])),
            )
        else:
            yield Version(
                _("the gradients are divided by the number of samples"),
                network,
                spoiled(names, lambda gradient, arrays: gradient / len(arrays["x"])),
            )
