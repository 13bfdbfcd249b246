"""A gradient with the wrong sign."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The other sign: of the update, of a difference, of the whole."""
    yield from _update(spot)
    value = spot.expression()
    if value is None or isinstance(spot.node, ast.AugAssign):
        return
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        yield spot.instead(value, spot.text(value.operand))
    for node in spot.inside(ast.BinOp):
        if isinstance(node.op, ast.Sub):
            yield spot.instead(node, f"{spot.text(node.right)} - {spot.text(node.left)}")
    yield spot.instead(value, f"-({spot.text(value)})")


def _update(spot: Spot) -> Iterator[Edit]:
    """`W += …` for `W -= …`, `W = W + …` for `W = W - …`, and the other way round."""
    match spot.statement():
        case ast.AugAssign(target, ast.Add() | ast.Sub() as sign, value) as statement:
            other = "-=" if isinstance(sign, ast.Add) else "+="
            yield spot.instead(statement, f"{spot.text(target)} {other} {spot.text(value)}")
        case ast.Assign([target], ast.BinOp(left, ast.Add() | ast.Sub() as sign, right) as value):
            if ast.unparse(left) == ast.unparse(target):
                other = "-" if isinstance(sign, ast.Add) else "+"
                yield spot.instead(value, f"{spot.text(left)} {other} {spot.text(right)}")
