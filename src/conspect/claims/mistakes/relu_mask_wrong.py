"""A relu lets gradients through where it is off, or only there."""

from collections.abc import Iterator

from conspect import xp
from conspect.claims.version import Mistake, Version, activations, changed, title, with_rule
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class ReluMaskWrong(Mistake):
    """The mask of a relu is upside down.

    A mask that is always 1 leaves out the slope altogether: see missing_activation_derivative.
    """

    cause = "relu_mask_wrong"

    def versions(self, network: Network) -> Iterator[Version]:
        """One relu each."""
        for position in activations(network):
            step = network.steps[position]
            if step.rule.kind() == "relu":
                words = _("the gradient passes where {name} is 0, and nowhere else")
                yield Version(
                    words.format(name=title(step)),
                    with_rule(network, {position: changed(step.rule, backward=_inverted)}),
                )


def _inverted(da: Array, z: Array) -> Array:
    return xp.where(z > 0, 0, da)
