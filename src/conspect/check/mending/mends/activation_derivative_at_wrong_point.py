"""A derivative that is given the result of the activation instead of what went into it."""

import ast
from collections.abc import Iterator

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """The argument of a call replaced by what its variable is the activation of."""
    for call in spot.inside(ast.Call):
        if len(call.args) == 1:
            [argument] = call.args
            for source in _sources(spot, ast.unparse(argument)):
                yield spot.instead(argument, source)


def _sources(spot: Spot, name: str) -> Iterator[str]:
    """What a function was given whose result bears the name."""
    for node in ast.walk(spot.tree):
        match node:
            case ast.Assign([target], ast.Call(args=[given])) if ast.unparse(target) == name:
                yield ast.unparse(given)
