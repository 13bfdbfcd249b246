"""The slope of an activation is taken at its result instead of at what went into it."""

from collections.abc import Callable

from conspect.claims.activation import ActivationMistake
from conspect.claims.version import like_backward, slope_at
from conspect.language import _
from conspect.layers import Layer
from conspect.rule import Array


class ActivationDerivativeAtWrongPoint(ActivationMistake):
    """A derivative that expects the pre-activation is given the activation."""

    cause = "activation_derivative_at_wrong_point"

    def words(self) -> str:
        """What the mistake is."""
        return _("the slope of an activation is taken at its result: {names}")

    def backward(self, rule: Layer) -> Callable[..., Array]:
        """Da times the slope at a."""
        return like_backward(
            rule, lambda values: values["da"] * slope_at(rule, values, values["a"])
        )
