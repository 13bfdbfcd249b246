"""Reads a rule's own function as straight-line arithmetic, so that engines can lay it out anew.

What is the same for all elements (hyperparameters, counters, numbers) is parted from what varies.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Collection
from typing import Any

from conspect.errors import InputError


class NotElementwiseError(InputError):
    """A function that is not made of assignments of arithmetic."""


class StraightLine:
    """A function of arithmetic, statement by statement.

    Args:
        function: a rule's `forward` or `backward`.
        elements: the arguments that are vectors; all others are single numbers.

    Attributes:
        arguments: the function's arguments, in order.
        assignments: name and expression of each statement, in order; `xp.` is left out.
        values: the expressions that it returns.

    Raises:
        NotElementwiseError: the function is more than arithmetic.
    """

    def __init__(self, function: Callable[..., Any], elements: Collection[str]) -> None:
        [definition] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
        assert isinstance(definition, ast.FunctionDef)
        self.arguments = [argument.arg for argument in definition.args.args]
        self.varying = {argument for argument in self.arguments if argument in elements}
        self.assignments: list[tuple[str, ast.expr]] = []
        *statements, last = definition.body
        for statement in statements:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._take(name, _without_xp(value))
                case _:
                    raise NotElementwiseError(f"{definition.name} is more than arithmetic")
        match last:
            case ast.Return(value=ast.Tuple(elts=values)):
                self.values = [_without_xp(value) for value in values]
            case ast.Return(value=ast.expr() as value):
                self.values = [_without_xp(value)]
            case _:
                raise NotElementwiseError(f"{definition.name} returns nothing")

    def _take(self, name: str, value: ast.expr) -> None:
        self.assignments.append((name, value))
        if self.varies(value):
            self.varying.add(name)

    def varies(self, tree: ast.AST) -> bool:
        """Whether the value differs from element to element."""
        return any(
            isinstance(node, ast.Name) and node.id in self.varying for node in ast.walk(tree)
        )


class _XpTaker(ast.NodeTransformer):
    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        match node:
            case ast.Attribute(value=ast.Name(id="xp"), attr=name):
                return ast.Name(name)
        raise NotElementwiseError(f"{ast.unparse(node)!r} is more than arithmetic")


def _without_xp(tree: ast.expr) -> ast.expr:
    """The expression with `xp.exp` as `exp`."""
    taken = _XpTaker().visit(tree)
    assert isinstance(taken, ast.expr)
    return taken
