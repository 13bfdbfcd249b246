"""Shapes that NumPy refuses."""

import ast
from collections.abc import Iterator

from conspect.check.mending.mends.transposed import turned
from conspect.check.mending.spot import Edit, Spot, called


def edits(spot: Spot) -> Iterator[Edit]:
    """A gradient summed over the samples; else one factor of a product turned round."""
    statement = spot.statement()
    if isinstance(statement, ast.AugAssign) and isinstance(statement.value, ast.BinOp):
        for name in spot.in_line(ast.Name):
            if isinstance(name.ctx, ast.Load):
                yield spot.instead(name, f"{name.id}.sum(axis=0)")
    for node in spot.in_line(ast.BinOp):
        if isinstance(node.op, ast.MatMult):
            yield from (spot.instead(part, turned(spot, part)) for part in (node.right, node.left))
    for call in spot.in_line(ast.Call):
        if called(call, "dot", "matmul"):
            yield from (spot.instead(part, turned(spot, part)) for part in reversed(call.args))
