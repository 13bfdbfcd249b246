"""Some parameters keep their values."""

from collections.abc import Iterator

from conspect.claims.version import Mistake, Version
from conspect.language import _
from conspect.network import Network


class ParameterNeverUpdated(Mistake):
    """A parameter that is trained here was left as it is."""

    cause = "parameter_never_updated"

    def versions(self, network: Network) -> Iterator[Version]:
        """One parameter each; all biases, all weights."""
        biases = [name for name in network.trained if len(network.shapes[name]) == 1]
        weights = [name for name in network.trained if name not in biases]
        groups = [[name] for name in network.trained]
        groups += [group for group in (biases, weights) if len(group) > 1]
        for group in groups:
            left = tuple(name for name in network.trained if name not in group)
            words = _("never updated: {names}").format(names=", ".join(group))
            yield Version(words, network.changed(trained=left))
