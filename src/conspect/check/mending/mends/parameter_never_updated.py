"""An update whose result goes to another name, or nowhere."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The result stored where the old value came from."""
    statement = spot.statement()
    match statement:
        case ast.Assign([target], ast.BinOp(left)) if ast.unparse(target) != ast.unparse(left):
            yield spot.instead(target, spot.text(left))
        case ast.Expr(ast.BinOp(left) as value):
            yield spot.instead(value, f"{spot.text(left)} = {spot.text(value)}")
