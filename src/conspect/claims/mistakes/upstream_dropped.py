"""The slope of an activation is there, but not the gradient that comes from above."""

from collections.abc import Callable

from conspect.claims.activation import ActivationMistake
from conspect.claims.version import like_backward, slope_at
from conspect.language import _
from conspect.layers import Layer
from conspect.rule import Array


class UpstreamDropped(ActivationMistake):
    """The chain rule ends at an activation: its slope alone is taken for the gradient."""

    cause = "upstream_dropped"
    at_all = False

    def words(self) -> str:
        """What the mistake is."""
        return _("the gradient from above is dropped at {names}: its slope alone is left")

    def backward(self, rule: Layer) -> Callable[..., Array]:
        """The slope at z, and nothing else."""
        return like_backward(rule, lambda values: slope_at(rule, values, values["z"]))
