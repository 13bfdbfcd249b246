"""Arrays in the arithmetic of the check: float64, whatever the program uses."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def as_array(value: Any) -> Array:
    """A value of the program as an array, not to be written into; floats as float64."""
    array = np.asarray(value)
    return array.astype(np.float64, copy=False) if array.dtype.kind in "fiubO" else array


def fit(adjoint: Any, shape: tuple[int, ...]) -> Array:
    """Undo a broadcast: sum the adjoint over the axes that were stretched.

    >>> fit(np.ones((3, 2)), (2,))
    array([3., 3.])
    """
    result = np.asarray(adjoint)
    if result.shape == shape:
        return result
    extra = result.ndim - len(shape)
    if extra > 0:
        result = result.sum(axis=tuple(range(extra)))
    stretched = tuple(
        axis for axis, size in enumerate(shape) if size == 1 and result.shape[axis] != 1
    )
    if stretched:
        result = result.sum(axis=stretched, keepdims=True)
    return np.broadcast_to(result, shape) if result.shape != shape else result
