"""An update that stands in a loop, and is made once a round."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot
from conspect.check.repairs.repair import Place


def edits(spot: Spot) -> Iterator[Edit]:
    """The end of the loop's body, as far as it does not go by the counter, taken out of it."""
    around = [
        node
        for node in ast.walk(spot.tree)
        if isinstance(node, ast.For) and node.lineno < spot.line <= (node.end_lineno or 0)
    ]
    for loop in sorted(around, key=lambda loop: -loop.lineno):
        kept = [k for k, statement in enumerate(loop.body) if _goes_by(statement, loop.target)]
        rest = loop.body[kept[-1] + 1 :] if kept else []
        if rest and rest[0].lineno <= spot.line:
            lines = range(rest[0].lineno, (rest[-1].end_lineno or rest[-1].lineno) + 1)
            inwards = rest[0].col_offset - loop.col_offset
            yield [(Place(line, 0, inwards), "") for line in lines]


def _goes_by(statement: ast.stmt, target: ast.expr) -> bool:
    counters = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return bool(counters & names)
