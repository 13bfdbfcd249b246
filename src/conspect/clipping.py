"""Clipping: gradients that are too long together are shortened together."""

from dataclasses import dataclass

from conspect import xp
from conspect.errors import InputError
from conspect.language import _
from conspect.roles import Hyperparameter, Input, Intermediate, Output
from conspect.rule import Array, Rule


@dataclass(frozen=True)
class Clipping(Rule):
    """If all gradients together are longer than the limit, all shrink to it, in one direction.

    `squared_norm` is the sum of the squares of all gradients of trained parameters. The code divides
    by the larger of norm and limit: the same number, and never a division by 0.

    Args:
        clip_norm: the greatest length.

    Source: R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural
    networks (2013), algorithm 1.

    >>> import numpy as np
    >>> norm, shrink, clipped = Clipping.forward(np.array([3.0, 4.0]), 25.0, 1.0)
    >>> float(norm), float(shrink), clipped
    (5.0, 0.2, array([0.6, 0.8]))
    """

    clip_norm: float

    symbols = {
        "dp": Input("..."),
        "squared_norm": Input(),
        "clip_norm": Hyperparameter(),
        "gradient_norm": Intermediate(),
        "shrink": Intermediate(),
        "clipped": Output("..."),
    }
    #: what each element of a gradient adds to `squared_norm`
    summand = "square[...] = dp[...] ** 2  # the squares of all gradients add up"
    equations = """
        gradient_norm = sqrt(squared_norm)  # how long all gradients are together
        shrink        = clip_norm / gradient_norm if gradient_norm > clip_norm else 1  # too long: all shrink alike
        clipped[...]  = shrink * dp[...]    # the gradient that the optimizer sees
    """

    def __post_init__(self) -> None:
        if not 0 < self.clip_norm < float("inf"):
            raise InputError(
                _("{name} is {value!r}").format(name="clip_norm", value=self.clip_norm),
                _("write a number above 0, or leave it out"),
                origin=("clip_norm",),
            )

    @staticmethod
    def forward(dp: Array, squared_norm: Array, clip_norm: Array) -> tuple[Array, Array, Array]:
        gradient_norm = xp.sqrt(squared_norm)
        shrink = clip_norm / xp.maximum(gradient_norm, clip_norm)
        return gradient_norm, shrink, shrink * dp
