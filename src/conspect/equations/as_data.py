"""A tree as plain data that JSON can hold: what the page's own evaluator reads."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from conspect.equations.tree import Comparison, Equation, Expression, Listing, Number, Reduction


def equation_data(equation: Equation) -> dict[str, Any]:
    """An equation with its reason.

    >>> from conspect.equations.parse import parse_equations
    >>> equation_data(parse_equations("a[n] = 2  # why")[0])["right"]
    {'kind': 'number', 'value': 2}
    """
    return {
        "left": tree_data(equation.left),
        "right": tree_data(equation.right),
        "reason": equation.reason,
    }


def tree_data(tree: Expression | Comparison) -> dict[str, Any]:
    """A node: its `kind`, and its fields by name; what has its default is left out."""
    kind = type(tree).__name__.lower()
    data: dict[str, Any] = {"kind": kind}
    for field in fields(tree):
        value = getattr(tree, field.name)
        if isinstance(tree, Number) and field.name == "source":
            continue
        if isinstance(tree, Reduction | Listing) and field.name == "kind":
            data["reduction"] = value
        elif isinstance(value, tuple):
            data[field.name] = [tree_data(part) for part in value]
        elif isinstance(value, Decimal):
            data[field.name] = str(value)
        elif isinstance(value, str | int) and value is not False:
            data[field.name] = value
        elif value is not None and value is not False:
            data[field.name] = tree_data(value)
    return data
