"""All gradients carry a factor: a ½ of the loss, or the number of outputs."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from conspect.claims.version import Mistake, Version, spoiled
from conspect.language import _
from conspect.network import Network
from conspect.rule import Array


class ConstantFactor(Mistake):
    """The derivative of the loss is that of a loss with another constant in front."""

    cause = "constant_factor"

    def versions(self, network: Network) -> Iterator[Version]:
        """Twice, half; the number of outputs, and one divided by it."""
        [outputs] = network.shapes["y"]
        factors = {Fraction(2), Fraction(1, 2), Fraction(outputs), Fraction(1, outputs)} - {1}
        for factor in sorted(factors):
            words = _("all gradients are {factor} times what they should be")
            wrong = spoiled(list(network.trained), _times(float(factor)))
            yield Version(words.format(factor=factor), network, wrong)


def _times(factor: float) -> Callable[[Array, Mapping[str, Array]], Array]:
    return lambda gradient, arrays: factor * gradient
