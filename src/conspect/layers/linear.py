"""Linear: the output is the input."""

from dataclasses import dataclass

from conspect.layers import Layer
from conspect.roles import Input, Output
from conspect.rule import Array


@dataclass(frozen=True)
class Linear(Layer):
    """The output is the input: an activation that changes nothing.

    A network makes no step of it; the next layer reads what comes before.

    >>> Linear.forward(3.0)
    3.0
    """

    symbols = {
        "z": Input("..."),
        "a": Output("..."),
    }
    equations = """
        a[...] = z[...]  # unchanged
    """
    gradients = """
        dz[...] = da[...]  # unchanged
    """

    @staticmethod
    def forward(z: Array) -> Array:
        return z

    @staticmethod
    def backward(da: Array) -> Array:
        return da
