"""The activation stands where its slope should."""

from collections.abc import Callable

from conspect.claims.activation import ActivationMistake
from conspect.language import _
from conspect.layers import Layer
from conspect.rule import Array


class ActivationInsteadOfDerivative(ActivationMistake):
    """The gradient is multiplied by the activation instead of by its slope."""

    cause = "activation_instead_of_derivative"

    def words(self) -> str:
        """What the mistake is."""
        return _("the gradient is multiplied by an activation instead of its slope: {names}")

    def backward(self, rule: Layer) -> Callable[..., Array]:
        """Da times a."""
        return _times_itself


def _times_itself(da: Array, a: Array) -> Array:
    return da * a
