"""Layers, one file each. A new file here is all that a new layer takes."""

from collections.abc import Mapping
from typing import ClassVar

from conspect.roles import Parameter
from conspect.rule import Rule


class Layer(Rule):
    """A step from one array to the next. Its instances carry hyperparameters only."""

    #: the initializer that suits weights whose sums this layer is the activation of
    suits: ClassVar[str] = "glorot"

    #: the indices whose sizes the layer itself decides, with the fields that hold them
    decides: ClassVar[Mapping[str, str]] = {}

    def sizes(self) -> dict[str, int]:
        """The sizes of indices that the layer itself decides: a dense layer's number of units."""
        return {index: getattr(self, field) for index, field in self.decides.items()}

    def absent(self) -> frozenset[str]:
        """The optional parameters that this layer goes without: their field is False."""
        return frozenset(
            symbol
            for symbol, role in self.symbols.items()
            if isinstance(role, Parameter) and role.optional and not getattr(self, role.word, True)
        )
