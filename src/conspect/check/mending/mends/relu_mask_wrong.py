"""The mask of a relu lets the wrong gradients through."""

import ast
from collections.abc import Iterator

from conspect.check.mending.mends import activation_derivative_at_wrong_point
from conspect.check.mending.spot import Edit, Spot

_OTHER = {ast.GtE: (">",), ast.Lt: ("<=", ">"), ast.LtE: (">",), ast.Gt: ("<=",)}


def edits(spot: Spot) -> Iterator[Edit]:
    """Another comparison, in the line or in a function that it calls; another argument of that."""
    for part in (spot.node, *spot.functions()):
        for node in ast.walk(part):
            match node:
                case ast.Compare(left, [sign], [right]) if type(sign) in _OTHER:
                    for other in _OTHER[type(sign)]:
                        yield spot.instead(node, f"{spot.text(left)} {other} {spot.text(right)}")
    yield from activation_derivative_at_wrong_point.edits(spot)
