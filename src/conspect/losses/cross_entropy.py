"""Cross-entropy, one step with the softmax before it."""

from dataclasses import dataclass

from conspect import xp
from conspect.losses import Loss, Targets
from conspect.roles import Input, Intermediate, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """How surprising the right class is to the network's probabilities: -log of its share.

    One step with the softmax: from the scores themselves no log(0) can arise, and the two slopes
    multiply to a - y. Targets are one-hot rows (or any shares that add up to 1) or class numbers.

    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.108 and 4.109.

    >>> import numpy as np
    >>> CrossEntropy.forward(np.array([[1000.0, 0.0]]), np.array([[0.0, 1.0]]))[-1]
    array([1000.])
    """

    symbols = {
        "z": Input("n k"),
        "y": Target("n k"),
        "m": Intermediate("n"),
        "s": Intermediate("n"),
        "a": Output("n k"),
        "losses": Output("n"),
    }
    equations = """
        m[n]      = max(k, z[n,k])              # the largest score, taken off so that nothing overflows
        s[n]      = sum(k, exp(z[n,k] - m[n]))  # what all shares are measured by
        a[n,k]    = exp(z[n,k] - m[n]) / s[n]   # the share of each class
        losses[n] = sum(k, y[n,k] * (m[n] + log(s[n]) - z[n,k]))  # −log of the share given to the target, from the pre-activation
    """
    gradients = """
        dz[n,k] = a[n,k] - y[n,k]  # loss and softmax together: output minus target
    """
    absorbs = "softmax"
    tells_classes = True
    class_numbers = True
    targets = Targets(
        least=0, total=1, said="a row of targets of cross_entropy holds shares that add up to 1"
    )

    @staticmethod
    def forward(z: Array, y: Array) -> tuple[Array, Array, Array, Array]:
        m = xp.max(z, axis=1)
        e = xp.exp(z - m[:, None])
        s = xp.sum(e, axis=1)
        losses = xp.sum(y * ((m + xp.log(s))[:, None] - z), axis=1)
        return m, s, e / s[:, None], losses

    @staticmethod
    def backward(a: Array, y: Array) -> Array:
        return a - y
