"""The names that may be written in a line of the program, and the arrays that they stand for."""

import ast
import re
from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.recording.tape import Binding, Node

_LARGEST = 200_000
_MOST = 40


def names_at(case: Case, node: Node) -> dict[str, Array]:
    """Variables, attributes and items by the text that reaches them, where a node was computed."""
    if node.site is None:
        return {}
    latest: dict[str, Binding] = {}
    counters: dict[str, int] = {}
    for binding in case.tape.bindings:
        if binding.serial > node.serial:
            break
        if not _is_visible(binding, node.site.scope):
            continue
        text = _text(binding)
        if type(binding.new.value) is int and not binding.text:
            counters[text] = binding.new.value
        elif _is_name(text):
            latest[text] = binding
    nearest = sorted(latest.values(), key=lambda binding: -binding.serial)[:_MOST]
    # An item with a number may be right in one round of a loop only: others come first.
    nearest.sort(key=lambda binding: bool(re.search(r"\[\d+\]", binding.text)))
    found = dict(_arrays(case, nearest))
    # A line in a loop goes by the counter: a number is right for one round only.
    counted = {name: value for text, value in found.items() for name in _by_counter(text, counters)}
    return counted | found


def _by_counter(text: str, counters: dict[str, int]) -> Iterator[str]:
    """An item under the name that a loop's counter gives it.

    >>> list(_by_counter("A[2]", {"k": 2, "n": 7})), list(_by_counter("A[2]", {"k": 1}))
    (['A[k]'], ['A[k + 1]'])
    """
    item = re.fullmatch(r"(.*)\[(\d+)\]", text)
    for name, value in counters.items() if item else ():
        assert item
        offset = int(item[2]) - value
        if abs(offset) <= 1:
            away = "" if not offset else f" {'+' if offset > 0 else '-'} 1"
            yield f"{item[1]}[{name}{away}]"


def _text(binding: Binding) -> str:
    """The place as the source writes it; a loop's name is a place too."""
    if isinstance(binding.place, tuple) and binding.place[0] == "loop":
        return str(binding.place[2])
    return binding.text


def _is_visible(binding: Binding, scope: str) -> bool:
    here = binding.site.scope in (scope, "")
    return here or (binding.text.startswith("self.") and "." in scope)


def _is_name(text: str) -> bool:
    """Whether this is a variable, an attribute or an item, that can be written anywhere.

    >>> _is_name("self.cache['a']"), _is_name("a, b"), _is_name("f(x)")
    (True, False, False)
    """
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return False
    kinds = ast.Name | ast.Attribute | ast.Subscript | ast.Constant | ast.expr_context
    return all(isinstance(part, kinds) for part in ast.walk(tree))


def _arrays(case: Case, bindings: list[Binding]) -> Iterator[tuple[str, Array]]:
    for binding in bindings:
        try:
            value = as_array(case.values(binding.new))
        except LookupError:
            continue
        if value.size <= _LARGEST and value.dtype.kind == "f" and np.isfinite(value).all():
            yield _text(binding), value
