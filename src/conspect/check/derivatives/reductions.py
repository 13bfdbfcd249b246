"""Adjoint rules of sums, means, maxima and norms over axes."""

from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.derivatives.arrays import Array

Reduction = Callable[[Array, Array, Array, dict[str, Any]], Array]


def _spread(g: Array, x: Array, how: dict[str, Any]) -> Array:
    """The adjoint of a reduction, stretched over the axes that were reduced."""
    axis = how.get("axis")
    if axis is None:
        return np.broadcast_to(np.asarray(g).reshape((1,) * x.ndim), x.shape)
    axes = (axis,) if isinstance(axis, (int, np.integer)) else tuple(axis)
    axes = tuple(int(a) % x.ndim for a in axes)
    form = tuple(1 if a in axes else size for a, size in enumerate(x.shape))
    return np.broadcast_to(np.asarray(g).reshape(form), x.shape)


def _count(x: Array, y: Array) -> float:
    return x.size / max(np.size(y), 1)


def _sum(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    return _spread(g, x, how)


def _mean(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    return np.asarray(_spread(g, x, how) / _count(x, y))


def _extreme(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    """Where several are largest, each gets its share."""
    hit = (x == _spread(y, x, how)) * 1.0
    axis = how.get("axis")
    shares = hit.sum(axis=axis if axis is None else _axes(axis), keepdims=True)
    return np.asarray(_spread(g, x, how) * hit / shares)


def _axes(axis: Any) -> Any:
    return int(axis) if isinstance(axis, (int, np.integer)) else tuple(axis)


def _prod(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    return np.asarray(_spread(g * y, x, how) / x)


def _centred(x: Array, how: dict[str, Any]) -> Array:
    axis = how.get("axis")
    return np.asarray(x - x.mean(axis=None if axis is None else _axes(axis), keepdims=True))


def _var(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    freedom = _count(x, y) - how.get("ddof", 0)
    return np.asarray(_spread(g, x, how) * 2 * _centred(x, how) / freedom)


def _std(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    freedom = _count(x, y) - how.get("ddof", 0)
    return np.asarray(_spread(g / y, x, how) * _centred(x, how) / freedom)


def _cumsum(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    axis = how.get("axis")
    if axis is None:
        return np.cumsum(np.asarray(g).reshape(-1)[::-1])[::-1].reshape(x.shape)
    return np.flip(np.cumsum(np.flip(g, axis), axis=axis), axis)


def _trace(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    return np.asarray(np.eye(*x.shape) * g)


def _logsumexp(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    return np.asarray(_spread(g, x, how) * np.exp(x - _spread(y, x, how)))


def _softmax(g: Array, x: Array, y: Array, how: dict[str, Any]) -> Array:
    axis = how.get("axis")
    return np.asarray(y * (g - np.sum(g * y, axis=axis, keepdims=True)))


REDUCTIONS: dict[str, Reduction] = {
    "sum": _sum, "nansum": _sum, "fsum": _sum, "mean": _mean, "average": _mean, "max": _extreme,
    "min": _extreme, "greatest": _extreme, "least": _extreme, "prod": _prod, "var": _var,
    "std": _std, "cumsum": _cumsum, "trace": _trace, "logsumexp": _logsumexp, "softmax": _softmax,
}  # fmt: skip
PARAMETERS = ("axis", "dtype", "out", "keepdims")
"""The order of what follows the array in a call."""
