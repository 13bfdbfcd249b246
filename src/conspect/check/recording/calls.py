"""Calls: which are opened, which are one operation, which write into their arguments."""

import builtins
import functools
import math
import operator
import random
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from conspect.check.recording.tape import Node, Value
from conspect.check.recording.values import fresh, is_recorded

if TYPE_CHECKING:
    from conspect.check.recording.recorder import Recorder


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


def added_at(ufunc: Any) -> Callable[..., Any]:
    """An array after `ufunc.at(array, index, value)`."""
    return _AT.setdefault(ufunc, _at(ufunc))


_AT: dict[Any, Callable[..., Any]] = {}


def _at(ufunc: Any) -> Callable[..., Any]:
    def at(array: Value, index: Any, value: Value) -> Value:
        new = np.array(array)
        ufunc.at(new, index, value)
        return new

    at.__name__ = f"{ufunc.__name__}_at"
    return at


def total(items: list[Value], start: Value) -> Value:
    """The built-in sum."""
    return sum(items, start)


def chosen(items: list[Value], index: int) -> Value:
    """The item that the built-in max or min has chosen."""
    return items[index]


# Operations that ask where a value is, not what it is.
PLACES_ONLY: set[Any] = {
    operator.getitem, Attribute("T"), Attribute("mT"), Method("reshape"), Method("transpose"),
    np.transpose, np.reshape, np.expand_dims, np.squeeze, Method("squeeze"), np.atleast_2d,
    Method("view"), Method("swapaxes"),
}  # fmt: skip

_NUMERIC_MODULES = ("numpy", "scipy", "math", "cmath")
_RANDOM = (np.random.RandomState, np.random.Generator, random.Random)
_WRITERS = {"sort", "fill", "put", "partition", "resize", "itemset"}
_WRITING_FUNCTIONS = {np.copyto, np.put, np.place, np.putmask, np.fill_diagonal, np.put_along_axis}


def call(
    recorder: "Recorder", number: int, function: Any, arguments: tuple[Any, ...], keywords: Any
) -> Any:
    """Make the call as Python would, and note it."""
    opened = _OPENED.get(function) if _hashable(function) else None
    if opened is not None:
        return opened(recorder, number, function, arguments, keywords)
    if isinstance(function, np.ufunc):
        return _ufunc(recorder, number, function, arguments, keywords)
    if isinstance(function, types.FunctionType | types.MethodType | type):
        return _plain(recorder, number, function, arguments, keywords)
    if isinstance(function, functools.partial):
        merged = {**function.keywords, **keywords}
        return call(recorder, number, function.func, function.args + arguments, merged)
    if isinstance(function, np.vectorize):
        return _vectorized(recorder, number, function, arguments, keywords)
    owner = getattr(function, "__self__", None)
    if owner is None or isinstance(owner, types.ModuleType):
        return _library(recorder, number, function, arguments, keywords)
    return _method(recorder, number, function, owner, arguments, keywords)


def _hashable(function: Any) -> bool:
    return isinstance(function, (types.BuiltinFunctionType, type, types.FunctionType))


def _plain(
    recorder: "Recorder", number: int, function: Any, arguments: tuple[Any, ...], keywords: Any
) -> Any:
    """A function in Python, a bound method of one, or a class."""
    owner = getattr(function, "__self__", None)
    if isinstance(owner, _RANDOM):
        return _random(recorder, number, function, function.__name__, arguments, keywords)
    module = getattr(function, "__module__", None) or ""
    if module.split(".")[0] in _NUMERIC_MODULES:
        return _library(recorder, number, function, arguments, keywords)
    return function(*arguments, **keywords)


def _library(
    recorder: "Recorder", number: int, function: Any, arguments: tuple[Any, ...], keywords: Any
) -> Any:
    """A function of NumPy, math and the like: one operation."""
    if function in _WRITING_FUNCTIONS:
        return _writing(recorder, number, function, arguments, keywords)
    out = keywords.get("out")
    if isinstance(out, np.ndarray):
        return _into(recorder, number, function, arguments, keywords, out)
    result = function(*arguments, **keywords)
    if getattr(function, "__module__", None) in ("random", "builtins") or not recorder.active:
        return result
    return _noted(recorder, number, function, arguments, keywords, result)


def _noted(
    recorder: "Recorder",
    number: int,
    function: Any,
    arguments: tuple[Any, ...],
    keywords: Any,
    result: Any,
) -> Any:
    if is_recorded(result):
        if not any(result is argument for argument in arguments):
            recorder.note(number, function, arguments, keywords, result)
    elif isinstance(result, (list, tuple)) and 0 < len(result) < 64:
        for index, part in enumerate(result):
            if is_recorded(part):
                recorder.note(number, Part(function, index), arguments, keywords, part)
    return result


def _ufunc(
    recorder: "Recorder", number: int, function: Any, arguments: tuple[Any, ...], keywords: Any
) -> Any:
    out = keywords.get("out")
    out = out[0] if isinstance(out, tuple) and len(out) == 1 else out
    if out is None and len(arguments) > function.nin:
        out = arguments[function.nin]
        arguments, keywords = arguments[: function.nin], {**keywords, "out": out}
    if isinstance(out, np.ndarray):
        return _into(recorder, number, function, arguments, keywords, out)
    result = function(*arguments, **keywords)
    return _noted(recorder, number, function, arguments, keywords, result)


def _into(
    recorder: "Recorder",
    number: int,
    function: Any,
    arguments: tuple[Any, ...],
    keywords: Any,
    out: Any,
) -> Any:
    """A call with `out=`."""
    site = recorder.site(number)
    nodes = tuple(recorder.operand(argument, site) for argument in arguments)
    for node in nodes:
        if isinstance(node, Node):
            node.used = True
    rest = {key: recorder.operand(v, site) for key, v in keywords.items() if key != "out"}
    recorder.values.memory.before_write(out, lambda: "data")
    result = function(*arguments, **keywords)
    bound = functools.partial(function, **rest) if rest else function
    recorder.rewritten(number, out, bound, nodes)
    return result


def _writing(
    recorder: "Recorder", number: int, function: Any, arguments: tuple[Any, ...], keywords: Any
) -> Any:
    """A function that changes its first argument."""
    target = arguments[0] if arguments else None
    if not isinstance(target, np.ndarray):
        return function(*arguments, **keywords)
    site = recorder.site(number)
    old = recorder.values.memory.node(target, lambda: "data")
    old.used = True
    rest = tuple(recorder.operand(argument, site) for argument in arguments[1:])
    recorder.values.memory.before_write(target, lambda: "data")
    result = function(*arguments, **keywords)

    def changed(array: Value, *others: Any) -> Value:
        new = np.array(array)
        function(new, *others, **keywords)
        return new

    changed.__name__ = getattr(function, "__name__", "changed")
    recorder.rewritten(number, target, changed, (old, *rest))
    return result


def _method(
    recorder: "Recorder",
    number: int,
    function: Any,
    owner: Any,
    arguments: tuple[Any, ...],
    keywords: Any,
) -> Any:
    name = function.__name__
    if isinstance(owner, np.ufunc):
        return _ufunc_method(recorder, number, function, owner, arguments, keywords)
    if isinstance(owner, np.ndarray):
        if name in _WRITERS:
            return _writing_method(recorder, number, function, owner, arguments, keywords)
        if isinstance(keywords.get("out"), np.ndarray):
            out = keywords["out"]
            rest = {key: value for key, value in keywords.items() if key != "out"}
            recorder.values.memory.before_write(out, lambda: "data")
            result = function(*arguments, **keywords)
            site = recorder.site(number)
            nodes = tuple(recorder.operand(argument, site) for argument in (owner, *arguments))
            method = functools.partial(Method(name), **rest) if rest else Method(name)
            recorder.rewritten(number, out, method, nodes)
            return result
        result = function(*arguments, **keywords)
        if name == "tolist":
            _listed(recorder, number, owner, result, ())
            return result
        return _noted(recorder, number, Method(name), (owner, *arguments), keywords, result)
    if is_recorded(owner):
        result = function(*arguments, **keywords)
        return _noted(recorder, number, Method(name), (owner, *arguments), keywords, result)
    if isinstance(owner, _RANDOM):
        return _random(recorder, number, function, name, arguments, keywords)
    result = function(*arguments, **keywords)
    if isinstance(owner, list) and name in ("append", "insert", "extend") and owner:
        _grown(recorder, number, owner, name, arguments)
    elif isinstance(owner, dict) and name in ("update", "setdefault"):
        recorder.bind_parts(number, owner)
    return result


def _grown(
    recorder: "Recorder", number: int, owner: list[Any], name: str, arguments: tuple[Any, ...]
) -> None:
    """A list has got longer: note what its new slot holds."""
    if name == "append":
        recorder.keep(owner)
        recorder.bound_item(number, owner, len(owner) - 1, owner[-1])


def _listed(
    recorder: "Recorder", number: int, array: Any, nest: Any, index: tuple[int, ...]
) -> None:
    """The numbers of `array.tolist()` are elements of the array."""
    if isinstance(nest, list):
        if array.size <= 20_000:
            for k, part in enumerate(nest):
                _listed(recorder, number, array, part, (*index, k))
    elif type(nest) is float:
        recorder.note(number, operator.getitem, (array, index), {}, nest)


def _writing_method(
    recorder: "Recorder",
    number: int,
    function: Any,
    owner: Any,
    arguments: tuple[Any, ...],
    keywords: Any,
) -> Any:
    site = recorder.site(number)
    name = function.__name__
    old = recorder.values.memory.node(owner, lambda: "data")
    old.used = True
    rest = tuple(recorder.operand(argument, site) for argument in arguments)
    recorder.values.memory.before_write(owner, lambda: "data")
    result = function(*arguments, **keywords)

    def changed(array: Value, *others: Any) -> Value:
        new = np.array(array)
        getattr(new, name)(*others, **keywords)
        return new

    changed.__name__ = name
    recorder.rewritten(number, owner, changed, (old, *rest))
    return result


def _ufunc_method(
    recorder: "Recorder",
    number: int,
    function: Any,
    ufunc: Any,
    arguments: tuple[Any, ...],
    keywords: Any,
) -> Any:
    if function.__name__ != "at" or not isinstance(arguments[0], np.ndarray):
        return _library(recorder, number, function, arguments, keywords)
    site = recorder.site(number)
    array, *rest = arguments
    nodes = tuple(recorder.operand(argument, site) for argument in rest)
    for node in nodes:
        if isinstance(node, Node):
            node.used = True
    old = recorder.values.memory.before_write(array, lambda: "data")
    result = function(*arguments, **keywords)
    recorder.rewritten(number, array, added_at(ufunc), (old, *nodes))
    return result


def _random(
    recorder: "Recorder",
    number: int,
    function: Any,
    name: str,
    arguments: tuple[Any, ...],
    keywords: Any,
) -> Any:
    """Random numbers come from nowhere; a shuffled array is a new one."""
    target = arguments[0] if arguments else None
    if name == "shuffle" and isinstance(target, np.ndarray):
        recorder.values.memory.before_write(target, lambda: "data")
        result = function(*arguments, **keywords)
        recorder.rewritten(number, target, None, ())
        return result
    result = function(*arguments, **keywords)
    if is_recorded(result):
        node = recorder.values.new(result, recorder.site(number), origin=f"random {name}")
        recorder.values.register(result, node)
    return result


def _vectorized(
    recorder: "Recorder", number: int, function: Any, arguments: tuple[Any, ...], keywords: Any
) -> Any:
    """`np.vectorize(f)(array)`: an element at a time, so that f is seen."""
    plain = (
        len(arguments) == 1
        and not keywords
        and isinstance(arguments[0], np.ndarray)
        and 0 < arguments[0].size <= 5000
        and function.otypes is None
        and function.signature is None
        and not function.excluded
        and not function.cache
    )
    if not plain:
        return _library(recorder, number, function, arguments, keywords)
    array = arguments[0]
    places = list(np.ndindex(array.shape))
    parts = [function.pyfunc(recorder.item(number, array, place)) for place in places]
    # vectorize asks the first element's result for the type of all.
    kind = np.asarray(parts[0]).dtype
    result = np.array(parts).astype(kind).reshape(array.shape)
    site = recorder.site(number)
    nodes = [recorder.operand(part, site) for part in parts]
    shape = array.shape

    def gathered(items: list[Value]) -> Value:
        return np.array(items).astype(kind).reshape(shape)

    node = recorder.values.new(result, site, gathered, (nodes,))
    recorder.values.register(result, node)
    return result


# ---- built-in functions that are opened


def _opened_sum(recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any) -> Any:
    if not arguments:
        return f(*arguments, **keywords)
    items = list(recorder.iterate(number, arguments[0]))
    start = arguments[1] if len(arguments) > 1 else keywords.get("start", 0)
    result = f(items, start)
    if any(map(is_recorded, items)) and recorder.active:
        site = recorder.site(number)
        nodes = [recorder.operand(item, site) for item in items]
        node = recorder.values.new(result, site, total, (nodes, recorder.operand(start, site)))
        for entry in node.inputs:
            entry.used = True
        if is_recorded(result) and node.inputs and not any(result is i for i in items):
            recorder.values.register(result, node)
    return result


def _opened_extreme(
    recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any
) -> Any:
    """Max and min: a number chosen becomes an object of its own, so that the choice is seen."""
    if keywords:
        return f(*arguments, **keywords)
    items = list(arguments) if len(arguments) > 1 else list(recorder.iterate(number, arguments[0]))
    result = f(items)
    if not (type(result) is float or any(map(is_recorded, items))) or not recorder.active:
        return result
    index = next(k for k, item in enumerate(items) if item is result)
    if type(result) is not float:
        return result
    own = fresh(result)
    site = recorder.site(number)
    nodes = [recorder.values.node(i) for i in items if isinstance(i, (int, float, np.number))]
    if len(nodes) == len(items):
        node = recorder.values.new(own, site, _EXTREMES[f], (nodes,))
        recorder.values.register(own, node)
        del index
        return own
    return result


def greatest(items: list[Value]) -> Value:
    """The built-in max."""
    return max(items)


def least(items: list[Value]) -> Value:
    """The built-in min."""
    return min(items)


_EXTREMES = {max: greatest, min: least}


def _opened_loop(recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any) -> Any:
    """zip, map, enumerate, list …: arrays among their arguments give recorded parts."""
    return f(*(recorder.iterate(number, argument) for argument in arguments), **keywords)


def _opened_map(recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any) -> Any:
    function, *sources = arguments

    def mapped(*parts: Any) -> Any:
        return call(recorder, number, function, parts, {})

    return f(mapped, *(recorder.iterate(number, source) for source in sources), **keywords)


def _opened_reversed(
    recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any
) -> Any:
    if len(arguments) == 1 and isinstance(arguments[0], np.ndarray) and arguments[0].ndim:
        array = arguments[0]
        return (recorder.item(number, array, k) for k in range(len(array) - 1, -1, -1))
    return f(*arguments, **keywords)


def _opened_number(recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any) -> Any:
    """abs, pow, round, float: one operation."""
    result = f(*arguments, **keywords)
    if (type(result) is float and arguments and result is not arguments[0]) or (
        isinstance(result, np.ndarray | np.number) and arguments and is_recorded(arguments[0])
    ):
        recorder.note(number, f, arguments, keywords, result)
    return result


def _opened_setattr(
    recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any
) -> Any:
    if len(arguments) == 3:
        owner, name, value = arguments
        text = recorder.site(number).text.partition("(")[2].partition(",")[0].strip()
        recorder.set_attribute(number, value, owner, name, text)
        return None
    return f(*arguments, **keywords)


def _opened_reduce(recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any) -> Any:
    if len(arguments) < 2:
        return f(*arguments, **keywords)
    function, source, *start = arguments
    items = iter(recorder.iterate(number, source))
    if start:
        result = start[0]
    else:
        try:
            result = next(items)
        except StopIteration:
            return f(function, [])
    for item in items:
        result = call(recorder, number, function, (result, item), {})
    return result


def _opened_operator(
    recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any
) -> Any:
    result = f(*arguments, **keywords)
    if any(map(is_recorded, arguments)):
        recorder.note(number, f, arguments, keywords, result)
    return result


def _opened_exit(recorder: "Recorder", number: int, f: Any, arguments: Any, keywords: Any) -> Any:
    raise SystemExit(*arguments)


_OPENED: dict[Any, Callable[..., Any]] = {
    sum: _opened_sum,
    max: _opened_extreme,
    min: _opened_extreme,
    reversed: _opened_reversed,
    map: _opened_map,
    setattr: _opened_setattr,
    functools.reduce: _opened_reduce,
    **dict.fromkeys((zip, enumerate, list, tuple, filter, iter, sorted), _opened_loop),
    **dict.fromkeys((abs, pow, round, float), _opened_number),
    **dict.fromkeys(
        (
            getattr(operator, name)
            for name in ["add", "sub", "mul", "truediv", "neg", "pow", "matmul"]
        ),
        _opened_operator,
    ),
}

__all__ = ["PLACES_ONLY", "Attribute", "Method", "Part", "builtins", "call", "math", "written"]
