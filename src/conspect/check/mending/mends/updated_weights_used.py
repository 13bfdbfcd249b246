"""A gradient that is worked out after the weights that it goes through have been updated."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot
from conspect.check.repairs.repair import Place


def edits(spot: Spot) -> Iterator[Edit]:
    """The statement moved up, above the updates before it."""
    for body in _bodies(spot.tree):
        here = [k for k, one in enumerate(body) if one.lineno <= spot.line <= (one.end_lineno or 0)]
        if here and not isinstance(
            body[here[0]], ast.For | ast.While | ast.FunctionDef | ast.ClassDef
        ):
            above = _above(body, here[0])
            if above < here[0]:
                yield _moved(spot, body[here[0]], body[above])


def _bodies(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            yield body


def _above(body: list[ast.stmt], here: int) -> int:
    """Up to where a statement can go: not above what gives it the names that it reads."""
    read = {node.id for node in ast.walk(body[here]) if isinstance(node, ast.Name)}
    place = here
    while place > 0 and not _gives(body[place - 1], read):
        place -= 1
    updates = [k for k in range(place, here) if _is_update(body[k])]
    return updates[0] if updates else here


def _gives(statement: ast.stmt, names: set[str]) -> bool:
    if _is_update(statement) or not isinstance(statement, ast.Assign):
        return False
    targets = (node for target in statement.targets for node in ast.walk(target))
    return any(isinstance(node, ast.Name) and node.id in names for node in targets)


def _is_update(statement: ast.stmt) -> bool:
    """`W -= …`, `W = W - …`, or a loop of such."""
    if isinstance(statement, ast.For):
        return any(_is_update(one) for one in statement.body)
    if isinstance(statement, ast.Assign):
        values = {ast.unparse(node) for node in ast.walk(statement.value)}
        return any(ast.unparse(target) in values for target in statement.targets)
    return isinstance(statement, ast.AugAssign)


def _moved(spot: Spot, statement: ast.stmt, above: ast.stmt) -> Edit:
    """The lines from one statement to another, with the latter first."""
    rows = spot.source.text.splitlines()
    first, start, end = above.lineno - 1, statement.lineno - 1, statement.end_lineno
    order = [*rows[start:end], *rows[first:start]]
    return [(Place(first + k + 1, 0, len(rows[first + k])), row) for k, row in enumerate(order)]
