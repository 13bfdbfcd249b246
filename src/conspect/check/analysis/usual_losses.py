"""The usual losses: what each comes to, and what it gives back to an output.

Up to a factor: a ½, a mean for a sum are no matter here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from conspect.check.derivatives.arrays import Array


def _half_square(o: Array, t: Array) -> Array:
    return np.asarray((o - t) ** 2 / 2)


def _squared(o: Array, t: Array) -> Array:
    return np.asarray(o - t)


def _surprise(o: Array, t: Array) -> Array:
    return np.asarray(-np.where(t == 0, 0.0, t * np.log(o)))


def _cross(o: Array, t: Array) -> Array:
    return np.asarray(-t / o)


def _both_surprises(o: Array, t: Array) -> Array:
    return _surprise(o, t) + _surprise(1 - o, 1 - t)


def _binary(o: Array, t: Array) -> Array:
    return np.asarray((o - t) / (o * (1 - o)))


def _size(o: Array, t: Array) -> Array:
    return np.asarray(np.abs(o - t))


def _absolute(o: Array, t: Array) -> Array:
    return np.asarray(np.sign(o - t))


def _logistic(o: Array, t: Array) -> Array:
    return np.asarray(np.logaddexp(0, -t * o))


def _logistic_slope(o: Array, t: Array) -> Array:
    return np.asarray(-t * np.exp(-np.logaddexp(0, t * o)))


def _hinge(o: Array, t: Array) -> Array:
    return np.asarray(np.maximum(0, 1 - t * o))


def _hinge_slope(o: Array, t: Array) -> Array:
    return np.asarray(-t * (t * o < 1))


def _squared_hinge(o: Array, t: Array) -> Array:
    return _hinge(o, t) ** 2 / 2


def _squared_hinge_slope(o: Array, t: Array) -> Array:
    return -t * _hinge(o, t)


def _missed(o: Array, t: Array) -> Array:
    return np.asarray(np.maximum(0, -t * o))


def _missed_slope(o: Array, t: Array) -> Array:
    """A perceptron's: at 0 it has not decided yet, which is a miss."""
    return np.asarray(-t * (t * o <= 0))


def _always(o: Array, t: Array) -> bool:
    return True


def _between(o: Array, t: Array) -> bool:
    """Whether these are outputs of a sigmoid, with targets between 0 and 1."""
    inside = bool(np.all((o > 0) & (o < 1)))
    return inside and bool(np.all((t >= 0) & (t <= 1)))


def _distribution(o: Array, t: Array) -> bool:
    """Whether outputs and targets add up to one along some axis, as after a softmax."""
    if o.ndim == 0 or o.size < 2 or not np.all((o >= 0) & (o <= 1)):
        return False
    axes: list[int | None] = [*range(o.ndim), None]
    return any(
        np.allclose(np.sum(o, axis=axis), 1, atol=1e-5)
        and np.allclose(np.sum(t, axis=axis), 1, atol=1e-5)
        for axis in axes
        if axis is None or o.shape[axis] > 1
    )


@dataclass(frozen=True)
class Usual:
    """A usual loss, for an output and its target.

    Attributes:
        value: its terms.
        derivative: of each term by the output.
        fits: whether such an output and such a target go with it.
        of_margins: whether it goes by the output times a target of 1 or −1.
    """

    value: Callable[[Array, Array], Array]
    derivative: Callable[[Array, Array], Array]
    fits: Callable[[Array, Array], bool]
    of_margins: bool = False


USUAL = {
    "squared error": Usual(_half_square, _squared, _always),
    "cross-entropy": Usual(_surprise, _cross, _distribution),
    "binary cross-entropy": Usual(_both_surprises, _binary, _between),
    "absolute error": Usual(_size, _absolute, _always),
    "logistic loss": Usual(_logistic, _logistic_slope, _always, of_margins=True),
    "hinge loss": Usual(_hinge, _hinge_slope, _always, of_margins=True),
    "squared hinge loss": Usual(_squared_hinge, _squared_hinge_slope, _always, of_margins=True),
    "perceptron loss": Usual(_missed, _missed_slope, _always, of_margins=True),
}
