"""`dE[ids] += d` counts a row once, however often it is read: add with `np.add.at`."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot

_UNBUFFERED = {ast.Add: "add", ast.Sub: "subtract"}


def edits(spot: Spot) -> Iterator[Edit]:
    """The same sum, row by row."""
    statement = spot.statement()
    numpy = _name_of_numpy(spot.tree)
    if numpy is None or not isinstance(statement, ast.AugAssign):
        return
    target, operation = statement.target, _UNBUFFERED.get(type(statement.op))
    if operation and isinstance(target, ast.Subscript):
        parts = ", ".join(spot.text(part) for part in (target.value, target.slice, statement.value))
        yield spot.instead(statement, f"{numpy}.{operation}.at({parts})")


def _name_of_numpy(tree: ast.Module) -> str | None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                if name.name == "numpy":
                    return name.asname or "numpy"
    return None
