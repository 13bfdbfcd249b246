"""A gradient with a factor too much: the number goes, or becomes the right one."""

import ast
from collections.abc import Iterator

from conspect.check.mending.mends import batch_scale
from conspect.check.mending.spot import Edit, Spot

_EXACT = 1e-9


def edits(spot: Spot) -> Iterator[Edit]:
    """A number in the line made right, or left out; else the whole multiplied."""
    ratio = spot.ratio()
    if ratio is None:
        return
    for node in spot.inside(ast.BinOp):
        if isinstance(node.op, ast.Mult | ast.Div):
            yield from _without(spot, node, ratio)
    for constant in spot.inside(ast.Constant):
        new = _number(constant.value, ratio)
        if new:
            yield spot.instead(constant, new)
    yield from batch_scale.edits(spot)


def _without(spot: Spot, node: ast.BinOp, ratio: float) -> Iterator[Edit]:
    """The product without its number, where that is the factor too much."""
    left, right = node.left, node.right
    divided = isinstance(node.op, ast.Div)
    if _is_number(right, 1 / ratio if not divided else ratio):
        yield spot.instead(node, spot.text(left))
    elif not divided and _is_number(left, 1 / ratio):
        yield spot.instead(node, spot.text(right))


def _is_number(node: ast.expr, wanted: float) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, int | float) and abs(value - wanted) <= _EXACT * abs(wanted)


def _number(value: object, ratio: float) -> str:
    """The number times the ratio, if that is a short one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value:
        return ""
    short = f"{value * ratio:.6g}"
    exact = abs(float(short) - value * ratio) <= _EXACT * abs(value * ratio)
    return short if exact and len(short) <= 6 else ""
