"""A derivative that takes the result of an activation for what went into it, or the other way."""

import ast
from collections.abc import Iterator, Sequence

from conspect.check.mending.spot import Edit, Spot


def edits(spot: Spot) -> Iterator[Edit]:
    """What the activation was given in place of its result; or its result for what it was given.

    In a single call, in all calls at once, wherever it stands.
    """
    calls = [call.args[0] for call in spot.inside(ast.Call) if len(call.args) == 1]
    pairs = list(_applied(spot))
    for given, result in pairs:
        arguments = [argument for argument in calls if ast.unparse(argument) == result]
        yield from (spot.instead(argument, given) for argument in arguments)
        if len(arguments) > 1:
            yield _everywhere(spot, arguments, given)
    for given, result in pairs:
        names = [name for name in spot.inside(ast.Name) if name.id == given]
        if names:
            yield _everywhere(spot, names, result)


def _applied(spot: Spot) -> Iterator[tuple[str, str]]:
    """What functions were given, and the names that their results bear."""
    for node in ast.walk(spot.tree):
        match node:
            case ast.Assign([target], ast.Call(args=[given])):
                yield ast.unparse(given), ast.unparse(target)


def _everywhere(spot: Spot, nodes: Sequence[ast.expr], new: str) -> Edit:
    return [change for node in nodes for change in spot.instead(node, new)]
