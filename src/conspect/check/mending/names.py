"""The names that may be written in a line of the program, and the arrays that they stand for."""

import ast
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
    for binding in case.tape.bindings:
        if binding.serial > node.serial:
            break
        if _is_visible(binding, node.site.scope) and _is_name(binding.text):
            latest[binding.text] = binding
    nearest = sorted(latest.values(), key=lambda binding: -binding.serial)[:_MOST]
    return dict(_arrays(case, nearest))


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
            yield binding.text, value
