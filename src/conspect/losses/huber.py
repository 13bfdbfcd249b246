"""Huber loss: squared for small differences, straight for large ones."""

from dataclasses import dataclass

from conspect import xp
from conspect.errors import InputError
from conspect.language import _
from conspect.losses import Loss
from conspect.roles import Hyperparameter, Input, Output, Target
from conspect.rule import Array


@dataclass(frozen=True)
class Huber(Loss):
    """Half the squared difference up to `delta`, and its straight continuation beyond.

    Args:
        delta: the difference from which on the loss grows only in proportion.

    Source: P. Huber, Robust estimation of a location parameter (1964).

    >>> import numpy as np
    >>> Huber.forward(np.array([[1.5, 0.0]]), np.array([[1.0, 3.0]]), 1.0)
    array([2.625])
    """

    delta: float = 1.0

    symbols = {
        "a": Input("n k"),
        "y": Target("n k"),
        "delta": Hyperparameter(),
        "losses": Output("n"),
    }
    equations = """
        losses[n] = sum(k, (y[n,k] - a[n,k]) ** 2 / 2 if abs(y[n,k] - a[n,k]) <= delta else delta * (abs(y[n,k] - a[n,k]) - delta / 2))  # squared up to delta, straight beyond
    """
    gradients = """
        da[n,k] = a[n,k] - y[n,k] if abs(a[n,k] - y[n,k]) <= delta else delta * sign(a[n,k] - y[n,k])  # the difference, at most delta
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.delta < float("inf"):
            raise InputError(
                _("{name} is {value!r}").format(name="delta", value=self.delta),
                _("write a number above 0, 1 say"),
                origin=("delta",),
            )

    @staticmethod
    def forward(a: Array, y: Array, delta: Array) -> Array:
        distance = xp.abs(y - a)
        near = xp.minimum(distance, delta)
        return xp.sum(near * (distance - near / 2), axis=1)

    @staticmethod
    def backward(a: Array, y: Array, delta: Array) -> Array:
        return xp.clip(a - y, -delta, delta)
