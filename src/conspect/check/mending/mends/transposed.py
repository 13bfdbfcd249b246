"""A gradient that is the transpose of the true one: its factors change places."""

import ast
from collections.abc import Iterator
from functools import partial

from conspect.check.mending.spot import Edit, Spot, called


def edits(spot: Spot) -> Iterator[Edit]:
    """Factors exchanged, the indices of a list of lists, or the whole transposed."""
    yield from _indices_swapped(spot)
    for whole in spot.inside(ast.Attribute):
        if whole.attr == "T" and isinstance(whole.value, ast.BinOp):
            yield spot.instead(whole, f"({spot.text(whole.value)})")
    for node in spot.inside(ast.BinOp):
        if isinstance(node.op, ast.MatMult):
            left, right = turned(spot, node.left), turned(spot, node.right)
            yield spot.instead(node, f"{right} @ {left}")
    for call in spot.inside(ast.Call):
        if called(call, "dot", "matmul", "outer") and len(call.args) == 2:
            function = spot.text(call.func)
            one, two = call.args
            # An outer product has no rows and columns to turn over yet.
            form = spot.text if called(call, "outer") else partial(turned, spot)
            yield spot.instead(call, f"{function}({form(two)}, {form(one)})")
        elif called(call, "dot") and len(call.args) == 1 and isinstance(call.func, ast.Attribute):
            left, right = turned(spot, call.func.value), turned(spot, call.args[0])
            yield spot.instead(call, f"{right}.dot({left})")
    yield from _arguments_swapped(spot)
    value = spot.expression()
    if value is not None:
        yield spot.instead(value, turned(spot, value))


def _indices_swapped(spot: Spot) -> Iterator[Edit]:
    for element in spot.inside(ast.Subscript):
        match element:
            case ast.Subscript(ast.Subscript(owner, ast.Name(one)), ast.Name(two)):
                yield spot.instead(element, f"{spot.text(owner)}[{two}][{one}]")


def _arguments_swapped(spot: Spot) -> Iterator[Edit]:
    """Where the line is in a function of two arguments: the other order where it is called."""
    around = [
        node
        for node in ast.walk(spot.tree)
        if isinstance(node, ast.FunctionDef) and node.lineno < spot.line <= (node.end_lineno or 0)
    ]
    for call in ast.walk(spot.tree):
        match call:
            case ast.Call(ast.Name(name), [one, two]) if name in {node.name for node in around}:
                if call.lineno == call.end_lineno:
                    swapped = f"{name}({spot.text(two)}, {spot.text(one)})"
                    yield spot.instead(call, swapped)


def turned(spot: Spot, node: ast.expr) -> str:
    """The text of a transposed factor."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return spot.text(node.value)
    text = spot.text(node)
    simple = isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
    return f"{text}.T" if simple else f"({text}).T"
