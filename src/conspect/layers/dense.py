"""Dense: every output is a weighted sum of all inputs, plus a bias."""

from dataclasses import dataclass

from conspect.errors import NetworkError
from conspect.language import _
from conspect.layers import Layer
from conspect.roles import Input, Output, Parameter
from conspect.rule import Array


@dataclass(frozen=True)
class Dense(Layer):
    """Each output is a weighted sum of all inputs plus a bias.

    Args:
        units: the number of outputs.
        bias: whether there is one.
        initializer: `glorot` or `he`; left out, the one that suits the activation that follows.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), eq. 6.40 and algorithm 6.4.

    >>> import numpy as np
    >>> Dense.forward(np.array([[2.0, 3.0]]), np.array([[0.1, 0.3], [0.2, 0.4]]), np.ones(2))
    array([[1.8, 2.8]])
    """

    units: int
    bias: bool = True
    initializer: str | None = None

    symbols = {
        "x": Input("n i"),
        "W": Parameter("i j", word="weights", initial="weights"),
        "b": Parameter("j", word="bias", optional=True),
        "z": Output("n j"),
    }
    equations = """
        z[n,j] = sum(i, x[n,i] * W[i,j]) + b[j]  # a weighted sum of all inputs, plus a bias
    """
    gradients = """
        dx[n,i] = sum(j, dz[n,j] * W[i,j])  # every unit it feeds hands back its gradient, weighted
        dW[i,j] = sum(n, x[n,i] * dz[n,j])  # the weight's share: its input times its unit's gradient
        db[j]   = sum(n, dz[n,j])           # the bias is added as it is: its unit's gradient
    """
    decides = {"j": "units"}

    def __post_init__(self) -> None:
        if isinstance(self.units, bool) or not isinstance(self.units, int) or self.units < 1:
            raise NetworkError(
                _("{name} is {value!r}").format(name="units", value=self.units),
                _("write a whole number from 1 on"),
                origin=("units",),
            )

    @staticmethod
    def forward(x: Array, W: Array, b: Array = 0) -> Array:
        return x @ W + b

    @staticmethod
    def backward(dz: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
        return dz @ W.T, x.T @ dz, dz.sum(axis=0)
