"""A forward pass as a chain of dense layers, where it is one."""

from dataclasses import dataclass

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.moves import MOVES
from conspect.check.derivatives.names import name_of
from conspect.check.diagnosis.layers import Layers, Use
from conspect.check.recording.tape import Node


@dataclass(frozen=True)
class DenseLayer:
    """A product with weights, what is added to it, and the activation."""

    product: Use
    bias: Use | None
    activation: Region | None

    @property
    def pre_activation(self) -> Node:
        """The weighted sums, the bias added."""
        return self.product.node if self.bias is None else self.bias.node

    @property
    def result(self) -> Node:
        """What the layer hands on."""
        return self.pre_activation if self.activation is None else self.activation.after


def dense_chain(layers: Layers) -> list[DenseLayer]:
    """The layers from the data to the output; none where parameters come in otherwise as well."""
    chain: list[DenseLayer] = []
    products = [use for use in layers.uses if use.is_product]
    begun = [use for use in products if use.other is not None and use.other not in layers.dependent]
    while len(begun) == 1 and len(chain) < len(products):
        chain.append(_layer(layers, begun[0]))
        result = chain[-1].result
        begun = [use for use in products if use.other is not None and _source(use.other) is result]
    taken = sum(1 if layer.bias is None else 2 for layer in chain)
    return chain if not begun and taken == len(layers.uses) else []


def _layer(layers: Layers, product: Use) -> DenseLayer:
    biases = [use for use in layers.uses if not use.is_product and use.other is product.node]
    bias = biases[0] if len(biases) == 1 and name_of(biases[0].node.function) == "add" else None
    before = product.node if bias is None else bias.node
    activation = next((region for region in layers.regions if region.before is before), None)
    return DenseLayer(product, bias, activation)


def _source(node: Node) -> Node:
    """The array that a turned or reshaped one is a view of."""
    while name_of(node.function) in MOVES and len(node.inputs) == 1:
        node = node.inputs[0]
    return node
