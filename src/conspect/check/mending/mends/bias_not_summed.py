"""The gradient of a bias is not summed over the samples."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The sum over either axis: of what is stored, or of what the bias itself is changed by."""
    statement = spot.statement()
    value = spot.expression()
    targets = {ast.unparse(target) for target in _targets(statement)}
    if value is not None and not targets & {ast.unparse(part) for part in ast.walk(value)}:
        text = spot.text(value)
        whole = text if text.isidentifier() else f"({text})"
        yield spot.instead(value, f"{whole}.sum(axis=0)")
        yield spot.instead(value, f"{whole}.sum(axis=1, keepdims=True)")
        return
    for name in reversed(list(spot.in_line(ast.Name))):
        if isinstance(name.ctx, ast.Load) and name.id not in targets:
            yield spot.instead(name, f"{name.id}.sum(axis=0)")


def _targets(statement: ast.stmt | None) -> list[ast.expr]:
    if isinstance(statement, ast.AugAssign):
        return [statement.target]
    return statement.targets if isinstance(statement, ast.Assign) else []
