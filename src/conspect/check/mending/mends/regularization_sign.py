"""A penalty's gradient that is subtracted where it should be added."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The other sign between two terms."""
    for node in spot.in_line(ast.BinOp):
        if isinstance(node.op, ast.Add | ast.Sub):
            sign = "-" if isinstance(node.op, ast.Add) else "+"
            yield spot.instead(node, f"{spot.text(node.left)} {sign} {spot.text(node.right)}")
