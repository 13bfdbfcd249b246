"""The chain rule leaves out an activation."""

from collections.abc import Callable

from conspect.claims.activation import ActivationMistake
from conspect.language import _
from conspect.layers import Layer
from conspect.rule import Array


class MissingActivationDerivative(ActivationMistake):
    """The slope of an activation is taken for 1."""

    cause = "missing_activation_derivative"

    def words(self) -> str:
        """What the mistake is."""
        return _("the slope of an activation is left out: {names}")

    def backward(self, rule: Layer) -> Callable[..., Array]:
        """Da as it is."""
        return _passed_on


def _passed_on(da: Array) -> Array:
    return da
