"""Mistakes in the way back through activations: at one of them, or at all."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar

from conspect.claims.version import Mistake, Version, activations, changed, title, with_rule
from conspect.layers import Layer
from conspect.network import Network
from conspect.rule import Array, Rule


class ActivationMistake(Mistake):
    """A mistake in what an activation gives back.

    Attributes:
        at_all: whether it may be made at all activations at once.
    """

    at_all: ClassVar[bool] = True

    @abstractmethod
    def words(self) -> str:
        """What the mistake is, with `{names}` for the activations."""

    @abstractmethod
    def backward(self, rule: Layer) -> Callable[..., Array]:
        """The wrong `backward` of an activation."""

    def versions(self, network: Network) -> Iterator[Version]:
        """One activation each, then all of them."""
        positions = activations(network)
        groups = [[position] for position in positions]
        if self.at_all and len(positions) > 1:
            groups.append(positions)
        for chosen in groups:
            names = ", ".join(title(network.steps[position]) for position in chosen)
            rules = {position: self._wrong(network.steps[position].rule) for position in chosen}
            yield Version(self.words().format(names=names), with_rule(network, rules))

    def _wrong(self, rule: Rule) -> Rule:
        assert isinstance(rule, Layer)
        return changed(rule, backward=self.backward(rule))
