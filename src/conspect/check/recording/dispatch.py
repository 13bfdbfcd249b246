"""Which calls are opened, which are one operation, which change their arguments."""

import functools
import operator
import random
import types
from inspect import getattr_static
from typing import Any

import numpy as np

from conspect.check.recording import writes
from conspect.check.recording.call import Call
from conspect.check.recording.opened import OPENED
from conspect.check.recording.operations import Method
from conspect.check.recording.tape import Value
from conspect.check.recording.values import is_recorded

_NUMERIC_MODULES = ("numpy", "scipy", "math", "cmath")
_RANDOM = (np.random.RandomState, np.random.Generator, random.Random)

# Arrays larger than these are not taken apart into their elements.
_LARGEST_LISTED = 20_000
_LARGEST_VECTORIZED = 5000


def make(call: Call) -> Any:
    """Make the call as Python would, and note it."""
    function = call.function
    opened = OPENED.get(function) if isinstance(function, _NAMED) else None
    if opened is not None:
        return opened(call)
    if isinstance(function, np.ufunc):
        return _ufunc(call)
    if isinstance(function, types.FunctionType | types.MethodType | type):
        return _plain(call)
    if isinstance(function, functools.partial):
        merged = {**function.keywords, **call.keywords}
        arguments = function.args + call.arguments
        return make(Call(call.recorder, call.number, function.func, arguments, merged))
    if isinstance(function, np.vectorize):
        return _vectorized(call)
    if isinstance(getattr_static(type(function), "__call__", None), types.FunctionType):
        # An object of the person's own: it is asked for nothing else, not even for its hash.
        return call.made()
    owner = getattr(function, "__self__", None)
    if owner is None or isinstance(owner, types.ModuleType):
        return _library(call)
    return _method(call, owner)


# Functions that can be looked up: other things that are called may not be hashable.
_NAMED = (types.BuiltinFunctionType, type, types.FunctionType)


def _plain(call: Call) -> Any:
    """A function in Python, a bound method of one, or a class."""
    if isinstance(getattr(call.function, "__self__", None), _RANDOM):
        return _random(call)
    module = getattr(call.function, "__module__", None) or ""
    return _library(call) if module.split(".")[0] in _NUMERIC_MODULES else call.made()


def _library(call: Call) -> Any:
    """A function of NumPy, math and the like: one operation."""
    if call.function in writes.FUNCTIONS:
        return writes.by_function(call)
    if isinstance(call.keywords.get("out"), np.ndarray):
        return writes.into(call, call.function, call.arguments)
    result = call.made()
    if getattr(call.function, "__module__", None) in ("random", "builtins"):
        return result
    return call.noted(result)


def _ufunc(call: Call) -> Any:
    function, arguments, keywords = call.function, call.arguments, call.keywords
    out = keywords.get("out")
    out = out[0] if isinstance(out, tuple) and len(out) == 1 else out
    if out is None and len(arguments) > function.nin:
        arguments, out = arguments[: function.nin], arguments[function.nin]
    if isinstance(out, np.ndarray):
        keywords = {**keywords, "out": out}
        call = Call(call.recorder, call.number, function, arguments, keywords)
        return writes.into(call, function, arguments)
    return call.noted(call.made())


def _method(call: Call, owner: Any) -> Any:
    """A method of something that is not written in Python."""
    name = call.function.__name__
    if isinstance(owner, np.ufunc):
        is_at = name == "at" and isinstance(call.arguments[0], np.ndarray)
        return writes.at(call, owner) if is_at else _library(call)
    if isinstance(owner, np.ndarray):
        return _array_method(call, owner, name)
    if isinstance(owner, _RANDOM):
        return _random(call)
    result = call.made()
    if is_recorded(owner):
        return call.of(Method(name), owner, *call.arguments).noted(result)
    if isinstance(owner, list) and name == "append":
        call.recorder.places.bound_item(call.number, owner, len(owner) - 1, owner[-1])
    elif isinstance(owner, dict) and name in ("update", "setdefault"):
        call.recorder.places.bound_items(call.number, owner)
    return result


def _array_method(call: Call, array: Any, name: str) -> Any:
    if name in writes.METHODS:
        return writes.by_method(call, array)
    if isinstance(call.keywords.get("out"), np.ndarray):
        return writes.into(call, Method(name), (array, *call.arguments))
    result = call.made()
    if name == "tolist":
        _note_elements(call, array, result, ())
        return result
    return call.of(Method(name), array, *call.arguments).noted(result)


def _note_elements(call: Call, array: Any, nest: Any, index: tuple[int, ...]) -> None:
    """The numbers of `array.tolist()` are elements of the array."""
    if isinstance(nest, list):
        if array.size <= _LARGEST_LISTED:
            for k, part in enumerate(nest):
                _note_elements(call, array, part, (*index, k))
    elif type(nest) is float:
        call.recorder.note(call.number, operator.getitem, (array, index), {}, nest)


def _random(call: Call) -> Any:
    """Random numbers come from nowhere; a shuffled array is a new one."""
    name = call.function.__name__
    if name == "shuffle" and call.arguments and isinstance(call.arguments[0], np.ndarray):
        return writes.shuffle(call)
    result = call.made()
    if is_recorded(result):
        values = call.recorder.values
        values.register(result, values.new(result, call.site, origin=f"random {name}"))
    return result


def _vectorized(call: Call) -> Any:
    """`np.vectorize(f)(array)`: an element at a time, so that f is seen."""
    function = call.function
    is_simple = not (
        call.keywords
        or function.otypes
        or function.signature
        or function.excluded
        or function.cache
    )
    array = call.arguments[0] if is_simple and len(call.arguments) == 1 else None
    if not isinstance(array, np.ndarray) or not 0 < array.size <= _LARGEST_VECTORIZED:
        return _library(call)
    places = np.ndindex(array.shape)
    parts = [function.pyfunc(call.recorder.item(call.number, array, place)) for place in places]
    # vectorize asks the first element's result for the type of all.
    kind = np.asarray(parts[0]).dtype

    def gathered(items: list[Value]) -> Value:
        return np.array(items).astype(kind).reshape(array.shape)

    result = gathered(parts)
    values = call.recorder.values
    values.register(result, values.new(result, call.site, gathered, (call.operands(parts),)))
    return result
