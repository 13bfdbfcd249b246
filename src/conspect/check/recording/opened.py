"""Built-in functions that are opened, so that what they do inside is seen."""

import functools
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.recording.call import Call
from conspect.check.recording.operations import greatest, least, total
from conspect.check.recording.values import fresh, is_recorded


def _sum(call: Call) -> Any:
    if not call.arguments:
        return call.made()
    source, *given = call.arguments
    items = list(call.recorder.iterate(call.number, source))
    start = given[0] if given else call.keywords.get("start", 0)
    result = call.function(items, start)
    if any(map(is_recorded, items)):
        values = call.recorder.values
        nodes, first = call.operands(items), call.recorder.operand(start, call.site)
        node = values.new(result, call.site, total, (nodes, first))
        for entry in node.inputs:
            entry.used = True
        if is_recorded(result) and node.inputs and not any(result is i for i in items):
            values.register(result, node)
    return result


def _extreme(call: Call) -> Any:
    """Max and min: a number chosen becomes an object of its own, so that the choice is seen."""
    if call.keywords or not call.arguments:
        return call.made()
    several = len(call.arguments) > 1
    source = call.arguments if several else call.recorder.iterate(call.number, *call.arguments)
    items = list(source)
    result = call.function(items)
    if type(result) is not float:
        return result
    values = call.recorder.values
    nodes = [values.node(item) for item in items if isinstance(item, (int, float, np.number))]
    if len(nodes) != len(items):
        return result
    own = fresh(result)
    values.register(own, values.new(own, call.site, _EXTREMES[call.function], (nodes,)))
    return own


_EXTREMES = {max: greatest, min: least}


def _loop(call: Call) -> Any:
    """zip, enumerate, list …: arrays among their arguments give recorded parts."""
    sources = [call.recorder.iterate(call.number, argument) for argument in call.arguments]
    return call.function(*sources, **call.keywords)


def _map(call: Call) -> Any:
    function, *sources = call.arguments
    mapped = functools.partial(call.recorder.call, call.number, function)
    return _loop(call.of(call.function, mapped, *sources))


def _reversed(call: Call) -> Any:
    array = call.arguments[0] if len(call.arguments) == 1 else None
    if isinstance(array, np.ndarray) and array.ndim:
        backwards = range(len(array) - 1, -1, -1)
        return (call.recorder.item(call.number, array, index) for index in backwards)
    return call.made()


def _number(call: Call) -> Any:
    """abs, pow, round, float: one operation."""
    result = call.made()
    first = call.arguments[0] if call.arguments else None
    of_its_own = type(result) is float and first is not None and result is not first
    if of_its_own or (isinstance(result, np.ndarray | np.number) and is_recorded(first)):
        call.recorder.note(call.number, call.function, call.arguments, call.keywords, result)
    return result


def _setattr(call: Call) -> Any:
    if len(call.arguments) != 3:
        return call.made()
    owner, name, value = call.arguments
    text = call.site.text.partition("(")[2].partition(",")[0].strip()
    call.recorder.set_attribute(call.number, value, owner, name, text)
    return None


def _reduce(call: Call) -> Any:
    if len(call.arguments) < 2:
        return call.made()
    function, source, *start = call.arguments
    step = functools.partial(call.recorder.call, call.number, function)
    return functools.reduce(step, call.recorder.iterate(call.number, source), *start)


def _operator(call: Call) -> Any:
    """`operator.mul` and the like."""
    result = call.made()
    if any(map(is_recorded, call.arguments)):
        call.recorder.note(call.number, call.function, call.arguments, call.keywords, result)
    return result


_OPERATORS = ("add", "sub", "mul", "truediv", "neg", "pow", "matmul")

OPENED: dict[Any, Callable[[Call], Any]] = {
    sum: _sum,
    max: _extreme,
    min: _extreme,
    reversed: _reversed,
    map: _map,
    setattr: _setattr,
    functools.reduce: _reduce,
    **dict.fromkeys((zip, enumerate, list, tuple, filter, iter, sorted), _loop),
    **dict.fromkeys((abs, pow, round, float), _number),
    **{getattr(operator, name): _operator for name in _OPERATORS},
}
"""How to make a call of each."""
