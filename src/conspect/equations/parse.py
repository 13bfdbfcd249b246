"""Text -> tree. The text is a small part of Python's own grammar, read with Python's own parser.

    z[n,j] = sum(i, x[n,i] * W[i,j]) + b[j]      # the reason, in words

Anything outside the language of `tree` is an EquationError that shows the place.
"""

import ast
from decimal import Decimal
from functools import cache
from typing import Literal, cast

from conspect.equations.functions import FUNCTIONS
from conspect.equations.tree import (
    Binary,
    Call,
    Choice,
    Comparison,
    Constant,
    Element,
    Equation,
    Expression,
    Index,
    Negative,
    Number,
    Reduction,
    Size,
)
from conspect.errors import EquationError
from conspect.language import _

_SIGNS: dict[type[ast.operator], Literal["+", "-", "*", "/", "**"]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_COMPARISONS: dict[type[ast.cmpop], Literal["<", "<=", ">", ">=", "=="]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
}
_REDUCTIONS = ("sum", "mean", "max")


@cache
def parse_equations(text: str) -> tuple[Equation, ...]:
    """The equations in a text, one a line; blank lines are passed over.

    Raises:
        EquationError: a line is not in the language.

    >>> [equation] = parse_equations("db[j] = sum(n, dz[n,j])  # every sample adds its share")
    >>> equation.left.name, equation.reason
    ('db', 'every sample adds its share')
    """
    return tuple(_equation(line.strip()) for line in text.splitlines() if line.strip())


def parse_expression(text: str) -> Expression:
    """The tree of one expression.

    >>> parse_expression("exp(-z[...])")
    Call(function='exp', argument=Negative(operand=Element(name='z', indices=(), anywhere=True)))
    """
    try:
        return _Reader(text).expression(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, RecursionError) as error:
        raise EquationError(
            _("not an equation: {text!r} ({error})").format(text=text.strip(), error=error)
        ) from None


def _equation(line: str) -> Equation:
    statement, _sign, reason = line.partition("#")
    left, equals, right = statement.partition("=")
    if not equals:
        raise EquationError(
            _("no '=' in {line!r}").format(line=line), _("write NAME[indices] = expression")
        )
    target = parse_expression(left)
    if not isinstance(target, Element):
        raise EquationError(
            _("{text!r} cannot stand on the left of '='").format(text=left.strip()),
            _("name an element"),
        )
    return Equation(target, parse_expression(right), reason.strip())


class _Reader:
    """Turns the nodes of Python's parser into ours."""

    def __init__(self, text: str) -> None:
        self.text = text

    def expression(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int(value)):
                return Number(value)
            case ast.Constant(value=float()):
                return Number(Decimal(ast.get_source_segment(self.text.strip(), node) or ""))
            case ast.Name(id="pi"):
                return Constant("pi")
            case ast.Name(id=name):
                return Element(name)
            case ast.Subscript(value=ast.Name(id=name), slice=indices):
                return self.element(name, indices)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negative(self.expression(operand))
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
                return Binary(_SIGNS[type(sign)], self.expression(left), self.expression(right))
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                return Choice(
                    self.expression(then), self.comparison(test), self.expression(otherwise)
                )
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(name, arguments, node)
        raise self.unreadable(node)

    def element(self, name: str, indices: ast.expr) -> Element:
        if isinstance(indices, ast.Constant) and indices.value is Ellipsis:
            return Element(name, anywhere=True)
        parts = indices.elts if isinstance(indices, ast.Tuple) else [indices]
        return Element(name, tuple(self.index(part) for part in parts))

    def index(self, node: ast.expr) -> Expression:
        match node:
            case ast.Name(id=name):
                return Index(name)
            case ast.Constant(value=int(value)):
                return Number(value)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
                return Binary(_SIGNS[type(sign)], self.index(left), self.index(right))
        raise self.unreadable(node)

    def comparison(self, node: ast.expr) -> Comparison:
        match node:
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if (
                type(sign) in _COMPARISONS
            ):
                return Comparison(
                    self.expression(left), _COMPARISONS[type(sign)], self.expression(right)
                )
        raise self.unreadable(node)

    def call(self, name: str, arguments: list[ast.expr], node: ast.expr) -> Expression:
        match arguments:
            case [ast.Name(id=index), body] if name in _REDUCTIONS:
                kind = cast(Literal["sum", "mean", "max"], name)
                return Reduction(kind, index, self.expression(body))
            case [ast.Name(id=index)] if name == "size":
                return Size(index)
            case [argument] if name in FUNCTIONS:
                return Call(name, self.expression(argument))
        raise self.unreadable(node)

    def unreadable(self, node: ast.AST) -> EquationError:
        part = ast.get_source_segment(self.text.strip(), node) or self.text.strip()
        return EquationError(
            _("{part!r} is not in the language of equations").format(part=part),
            _("it knows + - * / **, sum mean max size, if-else and {functions}").format(
                functions=", ".join(sorted(FUNCTIONS))
            ),
        )
