"""A gradient with the wrong sign."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The other sign: of the update, of a difference, of the whole."""
    if isinstance(spot.node, ast.AugAssign):
        target, value = spot.text(spot.node.target), spot.text(spot.node.value)
        if isinstance(spot.node.op, ast.Add):
            yield spot.instead(spot.node, f"{target} -= {value}")
        elif isinstance(spot.node.op, ast.Sub):
            yield spot.instead(spot.node, f"{target} += {value}")
        return
    value_node = spot.expression()
    if value_node is None:
        return
    if isinstance(value_node, ast.UnaryOp) and isinstance(value_node.op, ast.USub):
        yield spot.instead(value_node, spot.text(value_node.operand))
    for node in spot.inside(ast.BinOp):
        if isinstance(node.op, ast.Sub):
            yield spot.instead(node, f"{spot.text(node.right)} - {spot.text(node.left)}")
    yield spot.instead(value_node, f"-({spot.text(value_node)})")
