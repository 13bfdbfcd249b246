"""The step goes up the slope instead of down."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version, spoiled
from conspect.language import _
from conspect.network import Network


class WrongSign(Mistake):
    """A gradient has the wrong sign."""

    cause = "wrong_sign"

    def versions(self, network: Network) -> Iterator[Version]:
        """All gradients, or those of one parameter."""
        everything = list(network.trained)
        yield Version(
            _("the gradients have the wrong sign: the step goes uphill"),
            network,
            spoiled(everything, lambda gradient, arrays: -gradient),
        )
        for name in everything if len(everything) > 1 else ():
            yield Version(
                _("the gradient of {name} has the wrong sign").format(name=name),
                network,
                spoiled([name], lambda gradient, arrays: -gradient),
            )
