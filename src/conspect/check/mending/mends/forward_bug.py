"""A sum or a maximum over the wrong axis in the forward pass."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The other axis wherever one is named in the line; it is kept, so that shapes still fit."""
    other: Edit = []
    for call in spot.in_line(ast.Call):
        for keyword in call.keywords:
            value = keyword.value
            if keyword.arg == "axis" and isinstance(value, ast.Constant) and value.value in (0, 1):
                kept = any(each.arg == "keepdims" for each in call.keywords)
                text = str(1 - value.value) if kept else f"{1 - value.value}, keepdims=True"
                other += spot.instead(value, text)
    if other:
        yield other
