"""A line that was copied from its neighbour, and changed on its left side only."""

import ast
from collections.abc import Iterator
from itertools import takewhile

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """On the right side the change that was made on the left."""
    statement = spot.statement()
    if not isinstance(statement, ast.Assign | ast.AugAssign):
        return
    own = _target(statement)
    for node in ast.walk(spot.tree):
        if not isinstance(node, ast.Assign | ast.AugAssign) or _target(node) == own:
            continue
        if ast.unparse(node.value) == ast.unparse(statement.value):
            old, new = _change(_target(node), own)
            text = spot.text(statement.value)
            if old and old in text:
                yield spot.instead(statement.value, new.join(text.rsplit(old, 1)))


def _target(statement: ast.Assign | ast.AugAssign) -> str:
    target = statement.target if isinstance(statement, ast.AugAssign) else statement.targets[0]
    return ast.unparse(target)


def _change(before: str, after: str) -> tuple[str, str]:
    """What differs between two names.

    >>> _change("grads['bf']", "grads['bi']"), _change("W10", "W2")
    (('f', 'i'), ('10', '2'))
    """
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    return before[start : len(before) - end], after[start : len(after) - end]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
