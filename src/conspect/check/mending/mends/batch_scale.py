"""The number of samples is divided by too often."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot, called

_OTHER = {"mean": "sum", "sum": "mean"}


def edits(spot: Spot) -> Iterator[Edit]:
    """A division left out, or a mean for a sum; where there is too much, the other way round."""
    ratio = spot.ratio()
    if ratio is not None and ratio > 1:
        yield from _undivided(spot)
    wanted = "mean" if ratio is not None and ratio > 1 else "sum"
    for call in spot.in_line(ast.Call):
        if called(call, wanted) and isinstance(call.func, ast.Attribute):
            owner = spot.text(call.func.value)
            yield spot.instead(call.func, f"{owner}.{_OTHER[wanted]}")


def _undivided(spot: Spot) -> Iterator[Edit]:
    for node in spot.in_line(ast.BinOp):
        match node:
            case ast.BinOp(ast.BinOp(ast.Constant(1 | 1.0), ast.Div()), ast.Mult(), right):
                yield spot.instead(node, spot.text(right))
            case ast.BinOp(left, ast.Mult(), ast.BinOp(ast.Constant(1 | 1.0), ast.Div())):
                yield spot.instead(node, spot.text(left))
            case ast.BinOp(left, ast.Div(), right) if not isinstance(left, ast.Constant):
                if not isinstance(right, ast.Constant):
                    yield spot.instead(node, spot.text(left))
