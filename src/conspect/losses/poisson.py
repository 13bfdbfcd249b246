"""Half the Poisson deviance, one step with the exponential before it."""

from dataclasses import dataclass

from conspect import xp
from conspect.losses import Loss, Targets
from conspect.roles import Input, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class Poisson(Loss):
    """How surprising counts are to the network's means of them: half the Poisson deviance.

    One step with the exponential: log(a) is the pre-activation itself, and the two slopes multiply to
    a - y.

    Source: P. McCullagh, J. Nelder, Generalized Linear Models (1989), section 2.3.

    >>> import numpy as np
    >>> Poisson.forward(np.array([[0.0]]), np.array([[1.0]]))
    (array([[1.]]), array([0.]))
    """

    symbols = {
        "z": Input("n k"),
        "y": Target("n k"),
        "a": Output("n k"),
        "losses": Output("n"),
    }
    equations = """
        a[n,k]    = exp(z[n,k])  # the mean count, a positive number
        losses[n] = sum(k, a[n,k] - y[n,k] * z[n,k] + (y[n,k] * log(y[n,k]) - y[n,k] if y[n,k] > 0 else 0))  # half the deviance: 0 where the mean is the count, from the pre-activation
    """
    gradients = """
        dz[n,k] = a[n,k] - y[n,k]  # loss and exponential together: output minus target
    """
    absorbs = "exp"
    targets = Targets(least=0, said="targets of poisson are counts, from 0 on")

    @staticmethod
    def forward(z: Array, y: Array) -> tuple[Array, Array]:
        a = xp.exp(z)
        known = xp.where(y > 0, y * xp.log(xp.where(y > 0, y, 1)) - y, 0)
        return a, xp.sum(a - y * z + known, axis=1)

    @staticmethod
    def backward(a: Array, y: Array) -> Array:
        return a - y
