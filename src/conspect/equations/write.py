"""Tree -> text: where parentheses stand and how signs read, the same for every notation.

A notation says how each part looks (`Unicode` for people, `Python` for programs and plain ASCII);
this file decides the rest: `a + −0.1` is written `a − 0.1`, `2 · −0.5` is written `2 · (−0.5)`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import ClassVar

from conspect.equations.functions import DEFINITIONS
from conspect.equations.parse import parse_expression
from conspect.equations.tree import (
    Binary,
    Call,
    Choice,
    Comparison,
    Constant,
    Element,
    Expression,
    Index,
    Listing,
    Negative,
    Number,
    Reduction,
    Size,
    transform,
)

# How tightly a node binds; a part that binds less tightly than its place wants parentheses.
CHOICE, SUM, PRODUCT, FACTOR, ATOM = range(5)
_BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": FACTOR}


class Notation(ABC):
    """How each part of an equation looks. `write` puts the parts together."""

    #: whether a quotient shows its own extent (a fraction bar), so that it needs no parentheses
    fraction_bar: ClassVar[bool] = False
    #: how tightly a number with a power of ten binds: 1.5e-7 is one word, 1.5 · 10^-7 a product
    exponent_binding: ClassVar[int] = FACTOR

    @abstractmethod
    def number(self, value: int | Decimal) -> str:
        """A number that is not negative."""

    @abstractmethod
    def constant(self, name: str) -> str:
        """A named constant: pi."""

    @abstractmethod
    def element(self, name: str, indices: Sequence[str]) -> str:
        """An element of an array, or a single number if there are no indices."""

    @abstractmethod
    def binary(self, sign: str, left: str, right: str) -> str:
        """Two operands with one of + - * / < <= > >= == between them."""

    @abstractmethod
    def negative(self, operand: str) -> str:
        """An operand with a minus before it."""

    @abstractmethod
    def power(self, base: str, exponent: str) -> str:
        """A base with an exponent."""

    @abstractmethod
    def function(self, name: str, argument: str) -> str:
        """A function of one argument."""

    @abstractmethod
    def maximum(self, terms: Sequence[str]) -> str:
        """The largest of several terms."""

    @abstractmethod
    def reduction(self, kind: str, index: str, size: int | None, body: str) -> str:
        """A sum, mean or maximum over an index."""

    @abstractmethod
    def choice(self, then: str, condition: str, otherwise: str) -> str:
        """One of two values, by a condition."""

    @abstractmethod
    def parentheses(self, inside: str) -> str:
        """Something held together."""

    def write(self, tree: Expression) -> str:
        """The text of an expression in this notation."""
        return self._at_least(CHOICE, tree)

    def signed(self, value: int | Decimal) -> str:
        """A number with its sign."""
        if value != value:  # not a number: it has no sign, and comparing it is an error
            return self.number(value)
        return self.negative(self.number(-value)) if value < 0 else self.number(value)

    def _at_least(self, binding: int, tree: Expression) -> str:
        """The text of a tree for a place that wants it to bind at least so tightly."""
        text = self._plain(tree)
        return self.parentheses(text) if self._binding(tree) < binding else text

    def _binding(self, tree: Expression) -> int:
        match tree:
            case Binary("/") if self.fraction_bar:
                return ATOM
            case Binary(sign):
                return _BINDING[sign]
            case Negative():
                return SUM
            case Call(name) if name in DEFINITIONS:
                return self._binding(_defined(tree))
            case Choice():
                return CHOICE
            case Listing("sum"):
                return SUM
            case Listing("mean"):
                return ATOM if self.fraction_bar else PRODUCT
            case Reduction():
                return PRODUCT
            case Number(Decimal() as value) if decimal_parts(value)[1] is not None:
                return self.exponent_binding
        return ATOM

    def _plain(self, tree: Expression) -> str:
        match tree:
            case Number(value):
                return self.number(value)
            case Constant(name):
                return self.constant(name)
            case Element(name, indices, anywhere):
                shown = ["..."] if anywhere else [self._index(index) for index in indices]
                return self.element(name, shown)
            case Index(name) | Size(name):
                return self.element(name.upper() if isinstance(tree, Size) else name, [])
            case Negative(operand):
                return self.negative(self._at_least(PRODUCT, operand))
            case Binary("+" | "-"):
                return self._sum(list(_terms(tree)))
            case Binary("*", left, right):
                return self.binary("*", self._first_factor(left), self._at_least(FACTOR, right))
            case Binary("/", left, right):
                return self._quotient(left, right)
            case Binary("**", base, exponent):
                return self.power(self._at_least(ATOM, base), self._at_least(ATOM, exponent))
            case Call(name, argument):
                if name in DEFINITIONS:
                    return self._plain(_defined(tree))
                return self.function(name, self._plain(argument))
            case Choice(then, condition, otherwise):
                return self.choice(
                    self._at_least(SUM, then), self._comparison(condition), self._plain(otherwise)
                )
            case Listing("max", terms):
                return self.maximum([self._plain(term) for term in terms])
            case Listing("mean", terms):
                return self._quotient(Listing("sum", terms), Number(len(terms)))
            case Listing("sum"):
                return self._sum(list(_terms(tree)))
            case Reduction(kind, index, body, size):
                return self.reduction(kind, index, size, self._at_least(PRODUCT, body))
        raise TypeError(f"{tree!r} cannot be written")

    def _comparison(self, condition: Comparison) -> str:
        return self.binary(
            condition.sign,
            self._at_least(SUM, condition.left),
            self._at_least(SUM, condition.right),
        )

    def _quotient(self, left: Expression, right: Expression) -> str:
        if self.fraction_bar:
            return self.binary("/", self._plain(left), self._plain(right))
        return self.binary("/", self._first_factor(left), self._at_least(FACTOR, right))

    def _first_factor(self, tree: Expression) -> str:
        """A leading minus needs no parentheses in front of a product: −0.5 · 2."""
        inside = unsigned(tree)
        if inside is None or isinstance(inside, Binary):
            return self._at_least(PRODUCT, tree)
        return self.negative(self._at_least(FACTOR, inside))

    def _sum(self, terms: Sequence[tuple[int, Expression]]) -> str:
        """Terms with their signs between them, so that no two signs meet."""
        text = self._at_least(SUM, terms[0][1])
        for sign, term in terms[1:]:
            inside = unsigned(term) if sign > 0 else None
            if inside is not None:
                shown = self._at_least(PRODUCT, inside)
                text = self.binary("-", text, self._guarded(inside, shown))
            else:
                shown = self._at_least(PRODUCT, term)
                text = self.binary("+" if sign > 0 else "-", text, self._guarded(term, shown))
        return text

    def _guarded(self, term: Expression, shown: str) -> str:
        """A term that begins with a minus is held together: a − (−0.5 · 2)."""
        starts_with_minus = unsigned(term) is not None and self._binding(term) >= PRODUCT
        return self.parentheses(shown) if starts_with_minus else shown

    def _index(self, tree: Expression) -> str:
        """An index as people count: from 1."""
        return str(tree.value + 1) if isinstance(tree, Number) else Python()._plain(tree)


def unsigned(tree: Expression) -> Expression | None:
    """The tree without the minus that it begins with; None if it begins with none."""
    match tree:
        case Negative(operand):
            return operand
        case Binary("*" | "/" as sign, left, right):
            inside = unsigned(left)
            return None if inside is None else Binary(sign, inside, right)
    return None


def _terms(tree: Expression) -> Iterator[tuple[int, Expression]]:
    """The terms of a sum with their signs; sums within it need no parentheses unless subtracted."""
    match tree:
        case Binary("+", left, right):
            yield from _terms(left)
            yield from _terms(right)
        case Binary("-", left, right):
            yield from _terms(left)
            yield -1, right
        case Listing("sum", terms):
            for term in terms:
                yield from _terms(term)
        case _:
            yield 1, tree


def _defined(tree: Call) -> Expression:
    """The definition of a function that is printed by it, with the argument put in."""

    def change(node: Expression) -> Expression:
        return tree.argument if node == Element("u") else node

    return transform(_definition(tree.function), change)


@cache
def _definition(function: str) -> Expression:
    return parse_expression(DEFINITIONS[function])


def _exponent(value: Decimal) -> int | None:
    """The power of ten to write a number with; None where plain digits read better."""
    last_digit = value.as_tuple().exponent
    assert isinstance(last_digit, int)
    too_small = value != 0 and value.adjusted() < -4
    return value.adjusted() if too_small or last_digit > 0 else None


def decimal_parts(value: int | Decimal) -> tuple[str, int | None]:
    """The digits of a number and the power of ten behind them, if there is one.

    >>> decimal_parts(Decimal("0.0000141514")), decimal_parts(Decimal("1.50"))
    (('1.41514', -5), ('1.5', None))
    """
    if isinstance(value, int):
        return str(value), None
    if not value.is_finite():
        return str(value), None
    exponent = _exponent(value)
    digits = format(value if exponent is None else value.scaleb(-exponent), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits, exponent


class Python(Notation):
    """Python's own notation, plain ASCII: what is printed can be pasted into Python."""

    signs: ClassVar[dict[str, str]] = {
        sign: f" {sign} " for sign in ("+", "-", "*", "/", "<", "<=", ">", ">=", "==")
    }
    minus: ClassVar[str] = "-"

    def number(self, value: int | Decimal) -> str:
        digits, exponent = decimal_parts(value)
        return digits if exponent is None else f"{digits}e{exponent}"

    def constant(self, name: str) -> str:
        return name

    def element(self, name: str, indices: Sequence[str]) -> str:
        return f"{name}[{','.join(indices)}]" if indices else name

    def binary(self, sign: str, left: str, right: str) -> str:
        return f"{left}{self.signs[sign]}{right}"

    def negative(self, operand: str) -> str:
        return f"{self.minus}{operand}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}**{exponent}"

    def function(self, name: str, argument: str) -> str:
        return f"{name}({argument})"

    def maximum(self, terms: Sequence[str]) -> str:
        return f"max({', '.join(terms)})"

    def reduction(self, kind: str, index: str, size: int | None, body: str) -> str:
        over = index if size is None else f"{index}=1..{size}"
        return f"{kind}({over}, {body})"

    def choice(self, then: str, condition: str, otherwise: str) -> str:
        return f"{then} if {condition} else {otherwise}"

    def parentheses(self, inside: str) -> str:
        return f"({inside})"


class Unicode(Python):
    """Mathematics in a line of text: 2 · 0.1 − (−0.5)²."""

    signs: ClassVar[dict[str, str]] = {
        **Python.signs,
        "-": " − ",
        "*": " · ",
        "<=": " ≤ ",
        ">=": " ≥ ",
        "==": " = ",
    }
    minus: ClassVar[str] = "−"

    def constant(self, name: str) -> str:
        return {"pi": "π"}[name]

    def power(self, base: str, exponent: str) -> str:
        raised = {"2": "²", "3": "³"}
        return f"{base}{raised[exponent]}" if exponent in raised else f"{base}^{exponent}"
