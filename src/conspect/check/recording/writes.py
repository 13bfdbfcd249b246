"""Calls that change an array: `out=`, `np.copyto`, `array.sort()`, `np.add.at`, `shuffle`."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from conspect.check.recording.call import Call
from conspect.check.recording.operations import added_at, changed_by

METHODS = {"sort", "fill", "put", "partition", "resize", "itemset"}
"""Methods of an array that change it."""

FUNCTIONS = {np.copyto, np.put, np.place, np.putmask, np.fill_diagonal, np.put_along_axis}
"""Functions that change their first argument."""


def _write(
    call: Call, target: Any, function: Callable[..., Any] | None, nodes: Sequence[Any]
) -> Any:
    """Make the call, which changes the target into `function(*nodes)`."""
    call.recorder.values.memory.before_write(target)
    result = call.made()
    call.recorder.rewritten(call.number, target, function, tuple(nodes))
    return result


def into(call: Call, function: Any, arguments: tuple[Any, ...]) -> Any:
    """A call with `out=`, which is that of `function` with these arguments."""
    rest = {key: value for key, value in call.keywords.items() if key != "out"}
    nodes, named = call.read(arguments), dict(zip(rest, call.operands(rest.values()), strict=True))
    bound = functools.partial(function, **named) if named else function
    return _write(call, call.keywords["out"], bound, nodes)


def by_function(call: Call) -> Any:
    """A call of one of `FUNCTIONS`."""
    target, *others = call.arguments or (None,)
    if not isinstance(target, np.ndarray):
        return call.made()
    change = functools.partial(call.function, **call.keywords)
    return _change(call, target, others, change)


def by_method(call: Call, array: Any) -> Any:
    """A call of one of `METHODS` of the array."""
    name = call.function.__name__

    def change(new: Any, *others: Any) -> None:
        getattr(new, name)(*others, **call.keywords)

    return _change(call, array, call.arguments, change)


def _change(call: Call, target: Any, others: Sequence[Any], change: Callable[..., Any]) -> Any:
    nodes = call.read((target, *others))
    return _write(call, target, changed_by(change, call.function.__name__), nodes)


def at(call: Call, ufunc: Any) -> Any:
    """`ufunc.at(array, index, value)`."""
    array, *others = call.arguments
    old = call.recorder.values.memory.node(array)
    return _write(call, array, added_at(ufunc), (old, *call.read(others)))


def shuffle(call: Call) -> Any:
    """What the array holds afterwards comes from nowhere."""
    return _write(call, call.arguments[0], None, ())
