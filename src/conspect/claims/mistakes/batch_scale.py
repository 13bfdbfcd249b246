"""The sum over the samples is taken for their mean, or the other way round."""

from collections.abc import Iterator
from dataclasses import replace

from conspect.claims.version import Mistake, Version, spoiled, with_rule
from conspect.language import _
from conspect.network import Network


class BatchScale(Mistake):
    """The loss, the gradients, or both are off by the number of samples."""

    cause = "batch_scale"

    def versions(self, network: Network) -> Iterator[Version]:
        """Where the loss is a mean, not divided; where it is a sum, divided."""
        names = list(network.trained)
        is_mean = network.loss.reduction == "mean"
        loss = replace(network.loss, reduction="sum" if is_mean else "mean")
        other = with_rule(network, {len(network.steps) - 1: loss})
        times = spoiled(names, lambda gradient, arrays: gradient * len(arrays["x"]))
        divided = spoiled(names, lambda gradient, arrays: gradient / len(arrays["x"]))
        if is_mean:
            gradients = _("the gradients are not divided by the number of samples")
            both = _("the loss is a sum over the samples, not their mean")
            told = _("the loss told is the sum over the samples; the gradients are of the mean")
        else:
            gradients = _("the gradients are divided by the number of samples")
            both = _("the loss is a mean over the samples, not their sum")
            told = _("the loss told is the mean over the samples; the gradients are of the sum")
        yield Version(gradients, network, times if is_mean else divided)
        yield Version(both, other)
        yield Version(told, other, divided if is_mean else times)
