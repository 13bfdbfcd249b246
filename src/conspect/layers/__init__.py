"""Layers, one file each. A new file here is all that a new layer takes."""

from typing import ClassVar

from conspect.rule import Rule


class Layer(Rule):
    """A step from one array to the next. Its instances carry hyperparameters only."""

    #: the initializer that suits weights whose sums this layer is the activation of
    suits: ClassVar[str] = "glorot"

    def sizes(self) -> dict[str, int]:
        """The sizes of indices that the layer itself decides: a dense layer's number of units."""
        return {}

    def absent(self) -> frozenset[str]:
        """The optional parameters that this layer goes without."""
        return frozenset()
