"""NumPy refuses two shapes."""

import ast
import re

from conspect.check.repairs.repair import Attempt, Place, Repair, mistake_at
from conspect.language import _

_SHAPES = re.compile(
    r"(?:ValueError|IndexError|LinAlgError): .*(?:shape|dimension|broadcast|aligned|mismatch|axis)"
)


def find(attempt: Attempt) -> Repair | None:
    """The line whose shapes do not go together."""
    source, line = attempt.died_in(), attempt.ending.line
    if source is None or line is None or attempt.trains:
        return None
    if not _SHAPES.match(attempt.ending.detail):
        return None
    row = source.text.splitlines()[line - 1]
    place = Place(line, len(row) - len(row.lstrip()), len(row.rstrip()))
    statement = _statement(source.text, line)
    fix = _("look at both shapes: a .T may be missing, or one too many")
    if isinstance(statement, ast.AugAssign):
        fix = _("sum the gradient over the samples, so that it has the parameter's shape")
    mistake = mistake_at(
        attempt,
        source,
        place,
        "shape_error",
        message=_("NumPy refuses these shapes: the program ends here"),
        fix=fix,
        evidence=attempt.ending.detail,
    )
    return Repair(mistake)


def _statement(text: str, line: int) -> ast.stmt | None:
    """The innermost statement of a line."""
    found = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line)
    ]
    return max(found, key=lambda node: node.lineno) if found else None
