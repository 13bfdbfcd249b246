"""A product of matrices where each element has its own factor."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot, called


def edits(spot: Spot) -> Iterator[Edit]:
    """The product element by element."""
    for node in spot.inside(ast.BinOp):
        if isinstance(node.op, ast.MatMult):
            yield spot.instead(node, f"{spot.text(node.left)} * {spot.text(node.right)}")
    for call in spot.inside(ast.Call):
        if called(call, "dot", "matmul") and len(call.args) == 2:
            one, two = map(spot.text, call.args)
            yield spot.instead(call, f"({one}) * ({two})")
        elif called(call, "dot") and isinstance(call.func, ast.Attribute) and len(call.args) == 1:
            yield spot.instead(call, f"{spot.text(call.func.value)} * ({spot.text(call.args[0])})")
