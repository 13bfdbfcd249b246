"""Parameters that are meant to stay as they are were trained."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version
from conspect.language import _
from conspect.network import Network


class FixedParameterUpdated(Mistake):
    """The network says that some parameters are not trained; somebody trained them."""

    cause = "fixed_parameter_updated"

    def versions(self, network: Network) -> Iterator[Version]:
        """All of them at once, where the optimizer keeps nothing between steps."""
        fixed = [name for name in network.parameters if name not in network.trained]
        if fixed and not network.state:
            words = _("trained although they are fixed in this network: {names}")
            everything = network.changed(trained=tuple(network.parameters))
            yield Version(words.format(names=", ".join(fixed)), everything)
