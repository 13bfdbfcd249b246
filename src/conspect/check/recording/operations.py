"""What a node's function can be besides a function of Python or NumPy."""

import functools
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.recording.tape import Value


class Attribute:
    """`array.name`."""

    def __init__(self, name: str) -> None:
        self.name = self.__name__ = name

    def __call__(self, owner: Any) -> Any:
        return getattr(owner, self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attribute) and other.name == self.name

    def __hash__(self) -> int:
        return hash(("attribute", self.name))


class Method:
    """`array.name(…)`; the array is the first argument."""

    def __init__(self, name: str) -> None:
        self.name = self.__name__ = name

    def __call__(self, owner: Any, *arguments: Any, **keywords: Any) -> Any:
        return getattr(np.asarray(owner), self.name)(*arguments, **keywords)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Method) and other.name == self.name

    def __hash__(self) -> int:
        return hash(("method", self.name))


class Part:
    """One of several results of a call."""

    def __init__(self, function: Any, index: int) -> None:
        self.function, self.index = function, index
        self.__name__ = getattr(function, "__name__", "call")

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self.function(*arguments, **keywords)[self.index]


def written(array: Value, index: Any, value: Value) -> Value:
    """An array after `array[index] = value`."""
    new = np.array(array)
    new[index] = value
    return new


def changed_by(change: Callable[..., Any], name: str) -> Callable[..., Any]:
    """An array after a call that changes it: `change(array, …)`."""

    def changed(array: Value, *others: Any) -> Value:
        new = np.array(array)
        change(new, *others)
        return new

    changed.__name__ = name
    return changed


@functools.cache
def added_at(ufunc: Any) -> Callable[..., Any]:
    """An array after `ufunc.at(array, index, value)`."""
    return changed_by(ufunc.at, f"{ufunc.__name__}_at")


def total(items: list[Value], start: Value) -> Value:
    """The built-in sum."""
    return sum(items, start)


def greatest(items: list[Value]) -> Value:
    """The built-in max."""
    return max(items)


def least(items: list[Value]) -> Value:
    """The built-in min."""
    return min(items)


# Operations that ask where a value is, not what it is.
PLACES_ONLY: set[Any] = {
    operator.getitem, Attribute("T"), Attribute("mT"), Method("reshape"), Method("transpose"),
    np.transpose, np.reshape, np.expand_dims, np.squeeze, Method("squeeze"), np.atleast_2d,
    Method("view"), Method("swapaxes"),
}  # fmt: skip
