"""An inner product where every pair of elements is wanted."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot, called


def edits(spot: Spot) -> Iterator[Edit]:
    """The outer product of the same factors, in either order."""
    for call in spot.inside(ast.Call):
        if called(call, "dot", "inner", "matmul") and len(call.args) == 2:
            one, two = map(spot.text, call.args)
            owner = spot.text(call.func).rpartition(".")[0]
            outer = f"{owner}.outer" if owner else "outer"
            yield spot.instead(call, f"{outer}({one}, {two})")
            yield spot.instead(call, f"{outer}({two}, {one})")
    for node in spot.inside(ast.BinOp):
        if isinstance(node.op, ast.MatMult):
            yield spot.instead(node, f"np.outer({spot.text(node.left)}, {spot.text(node.right)})")
