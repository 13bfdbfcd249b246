"""Binary cross-entropy, one step with the sigmoid before it."""

from dataclasses import dataclass

from conspect import xp
from conspect.losses import Loss, Targets
from conspect.roles import Input, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    """How surprising the yes-or-no targets are to the network's probabilities: -log of them.

    One step with the sigmoid: -log(a) = log(1 + exp(-z)) holds for any z, where log(a) alone would
    be log(0) as soon as the sigmoid saturates, and the two slopes multiply to a - y.

    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), eq. 5.21 and section 5.3.1.

    >>> import numpy as np
    >>> BinaryCrossEntropy.forward(np.array([[-1000.0]]), np.array([[1.0]]))
    (array([[0.]]), array([1000.]))
    """

    symbols = {
        "z": Input("n k"),
        "y": Target("n k"),
        "a": Output("n k"),
        "losses": Output("n"),
    }
    equations = """
        a[n,k]    = sigmoid(z[n,k])  # the probability of yes, between 0 and 1
        losses[n] = sum(k, y[n,k] * softplus(-z[n,k]) + (1 - y[n,k]) * softplus(z[n,k]))  # −log of the probability given to the target, from the pre-activation
    """
    gradients = """
        dz[n,k] = a[n,k] - y[n,k]  # loss and sigmoid together: output minus target
    """
    absorbs = "sigmoid"
    tells_classes = True
    targets = Targets(least=0, most=1, said="targets of binary_cross_entropy go from 0 to 1")

    @staticmethod
    def forward(z: Array, y: Array) -> tuple[Array, Array]:
        surprise = y * xp.softplus(-z) + (1 - y) * xp.softplus(z)
        return xp.sigmoid(z), xp.sum(surprise, axis=1)

    @staticmethod
    def backward(a: Array, y: Array) -> Array:
        return a - y
