"""The gradient of a bias is summed over the wrong axis."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The other axis, wherever one is named; axis 0 where none is."""
    for call in spot.inside(ast.Call):
        for keyword in call.keywords:
            value = keyword.value
            if keyword.arg == "axis" and isinstance(value, ast.Constant) and value.value in (0, 1):
                yield spot.instead(value, str(1 - value.value))
