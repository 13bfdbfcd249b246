"""The code of a rule, taken apart, so that it can stand in another program.

What a rule takes from `conspect.xp` becomes NumPy's own function, or, where NumPy has none, a
method of the program under the same name.
"""

import ast
import builtins
import copy
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from conspect import xp
from conspect.errors import InputError
from conspect.language import _

#: the expressions that take the places of names
Replacements = Mapping[str, ast.expr]


@dataclass(frozen=True)
class Code:
    """A function, taken apart.

    Attributes:
        parameters: the names of its parameters.
        statements: what stands before its return.
        results: what it returns, one by one.
        helpers: the functions that NumPy lacks.
    """

    parameters: tuple[str, ...]
    statements: tuple[ast.stmt, ...]
    results: tuple[ast.expr, ...]
    helpers: frozenset[str]

    def lines(self) -> list[str]:
        """Its body as lines of a program."""
        values = ", ".join(ast.unparse(result) for result in self.results)
        return [*map(ast.unparse, self.statements), f"return {values}"]

    def with_names(self, replacements: Replacements) -> "Code":
        """The same code with expressions in place of names."""
        change = _Replace(replacements)
        return Code(
            tuple(name for name in self.parameters if name not in replacements),
            tuple(change.applied(statement) for statement in self.statements),
            tuple(change.applied(result) for result in self.results),
            self.helpers,
        )


def read(function: Callable[..., Any], what: str) -> Code:
    """Take a `forward`, a `backward` or a function of `conspect.xp` apart.

    Args:
        function: whose source can be found.
        what: how errors name it: `layer 2 (conv2d)`.

    Raises:
        InputError: the function uses something that a plain program would not have.
    """
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        raise InputError(
            _("{what}: its source cannot be found").format(what=what),
            _("define the layer in a file of its own"),
        ) from None
    [definition] = ast.parse(text).body
    assert isinstance(definition, ast.FunctionDef)
    *statements, last = _without_docstring(definition.body)
    if not isinstance(last, ast.Return) or last.value is None:
        raise InputError(
            _("{what} cannot stand in a plain program").format(what=what),
            _("it ends without a return"),
        )
    change = _Plain(function, what)
    value = change.visit(last.value)
    return Code(
        tuple(argument.arg for argument in definition.args.args),
        tuple(change.visit(statement) for statement in statements),
        tuple(value.elts) if isinstance(value, ast.Tuple) else (value,),
        frozenset(change.helpers),
    )


@cache
def constants() -> dict[str, str]:
    """The statements of `conspect.xp` that make constants of its own, by name."""
    return {
        statement.targets[0].id: ast.unparse(statement)
        for statement in ast.parse(inspect.getsource(xp)).body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    described = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if described else body


class _Plain(ast.NodeTransformer):
    """Gives everything the name that it has in a plain program."""

    def __init__(self, function: Callable[..., Any], what: str) -> None:
        self.globals = function.__globals__
        self.what = what
        self.own = set(function.__code__.co_varnames)
        self.helpers: set[str] = set()

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name) and self.globals.get(node.value.id) is xp:
            return self.of_xp(node.attr)
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.own or (hasattr(builtins, node.id) and node.id not in self.globals):
            return node
        value = self.globals.get(node.id)
        if value is np or (node.id in constants() and self.globals is vars(xp)):
            return node
        if self.globals is vars(xp) and not isinstance(value, ModuleType):
            return self.of_xp(node.id)
        raise InputError(
            _("{what} cannot stand in a plain program: it uses {name}").format(
                what=self.what, name=node.id
            ),
            _("only NumPy's functions can be copied"),
        )

    def of_xp(self, name: str) -> ast.expr:
        if getattr(np, name, None) is getattr(xp, name):
            return ast.Attribute(ast.Name("np"), name)
        self.helpers.add(name)
        return ast.Attribute(ast.Name("self"), name)


class _Replace(ast.NodeTransformer):
    """Puts expressions in place of names, and leaves out factors of 1 and terms of 0."""

    def __init__(self, replacements: Replacements) -> None:
        self.replacements = replacements

    def applied(self, node: Any) -> Any:
        return self.visit(copy.deepcopy(node))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.replacements.get(node.id, node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.BinOp(ast.Constant(1), ast.Mult(), other):
                return other
            case ast.BinOp(other, ast.Mult(), ast.Constant(1)):
                return other
            case ast.BinOp(other, ast.Add(), ast.Constant(0)):
                return other
        return node
