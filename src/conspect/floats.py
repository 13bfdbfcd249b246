"""From what people give as numbers to arrays of finite floating-point numbers."""

from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.language import _

Floats = npt.NDArray[np.float64]


def float_array(
    values: Any,
    name: str,
    error: type[InputError],
    *,
    origin: tuple[str | int, ...] = (),
    copy: bool = True,
    dtype: npt.DTypeLike = np.float64,
) -> Floats:
    """The values as an array; texts and truth values in lists are not taken for numbers.

    Args:
        values: an array, a number, or nested lists of numbers.
        name: what the values are called in an error.
        error: the class to raise.
        origin: the keys that lead to the values in a description.
        copy: whether the array must stay as it is, whatever becomes of the values.
        dtype: the precision; single takes a number too large for it as infinite.

    Raises:
        InputError: of the class given; the line names the first element that is wrong.

    >>> float_array([[1, 2.5]], "W1", InputError)
    array([[1. , 2.5]])
    >>> float_array([[1, "2"]], "W1", InputError)
    Traceback (most recent call last):
    conspect.errors.InputError: W1[1,2] is '2'; write a number there
    """
    given = _array(values)
    if given is None:
        raise error(
            _("{name} has rows of different lengths").format(name=name),
            _("make them equal"),
            origin=origin,
        )
    if given.dtype.kind not in "biufO":
        raise error(
            _("{name} is an array of {dtype}").format(name=name, dtype=given.dtype),
            _("give numbers"),
            origin=origin,
        )
    if given.dtype == object:
        for position, value in enumerate(given.ravel()):
            if not isinstance(value, Real) or isinstance(value, bool):
                where = _element(name, position, given.shape)
                raise error(
                    _("{name} is {value}").format(name=where, value=_shown(value)),
                    _("write a number there"),
                    origin=origin,
                )
    try:
        with np.errstate(over="ignore"):
            array = given.astype(dtype, copy=copy)
    except OverflowError:
        raise error(
            _("{name} holds a number above 1.8e308").format(name=name),
            _("give smaller ones"),
            origin=origin,
        ) from None
    # A sum is finite only if all its numbers are, and takes no room; it may overflow, though.
    with np.errstate(over="ignore", invalid="ignore"):
        suspicious = not np.isfinite(array.sum())
    wrong = np.flatnonzero(~np.isfinite(array)) if suspicious else np.zeros(0, np.intp)
    if wrong.size:
        where = _element(name, int(wrong[0]), array.shape)
        value = array.ravel()[wrong[0]]
        raise error(
            _("{name} is {value}").format(name=where, value=value),
            _("give finite numbers"),
            origin=origin,
        )
    return array


def _array(values: Any) -> npt.NDArray[Any] | None:
    """The values, each as it was given; None if they make no array at all."""
    if hasattr(values, "__array__"):
        return np.asarray(values)
    try:
        array = np.array(values, dtype=object)
    except ValueError:
        return None
    ragged = any(isinstance(value, list | tuple) for value in array.ravel())
    return None if ragged else array


def _element(name: str, position: int, shape: tuple[int, ...]) -> str:
    place = np.unravel_index(position, shape)
    return f"{name}[{','.join(str(index + 1) for index in place)}]" if shape else name


def _shown(value: object) -> str:
    if isinstance(value, str):
        return repr(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
