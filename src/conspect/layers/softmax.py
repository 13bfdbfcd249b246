"""Softmax: scores become shares of 1."""

from dataclasses import dataclass

from conspect import xp
from conspect.layers import Layer
from conspect.roles import Input, Intermediate, Output
from conspect.rule import Array


@dataclass(frozen=True)
class Softmax(Layer):
    """Scores become positive shares that add up to 1.

    The largest score is subtracted first: the shares stay the same and no exponential overflows.

    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.62 and 4.106.

    >>> import numpy as np
    >>> Softmax.forward(np.array([[1000.0, 1000.0]]))[-1]
    array([[0.5, 0.5]])
    """

    symbols = {
        "z": Input("n k"),
        "m": Intermediate("n"),
        "s": Intermediate("n"),
        "a": Output("n k"),
    }
    equations = """
        m[n]   = max(k, z[n,k])               # the largest score, taken off so that nothing overflows
        s[n]   = sum(k, exp(z[n,k] - m[n]))   # what all shares are measured by
        a[n,k] = exp(z[n,k] - m[n]) / s[n]    # a share of the whole
    """
    gradients = """
        dz[n,k] = a[n,k] * (da[n,k] - sum(i, da[n,i] * a[n,i]))  # chain rule through softmax: every share moves all others
    """

    @staticmethod
    def forward(z: Array) -> tuple[Array, Array, Array]:
        m = xp.max(z, axis=1)
        e = xp.exp(z - m[:, None])
        s = xp.sum(e, axis=1)
        return m, s, e / s[:, None]

    @staticmethod
    def backward(da: Array, a: Array) -> Array:
        return a * (da - xp.sum(da * a, axis=1)[:, None])
