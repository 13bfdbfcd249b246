"""Tree -> numbers, one at a time, by loops: slow, plain, and sharing nothing with the array code.

That independence is the point: the harness holds the array code of every layer to this.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.equations.functions import FLOATS, Arithmetic
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
    Listing,
    Negative,
    Number,
    Reduction,
    Size,
)
from conspect.errors import EquationError

Lookup = Callable[[str, tuple[int, ...]], Any]

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}


def evaluate(
    tree: Expression,
    lookup: Lookup,
    *,
    arithmetic: Arithmetic = FLOATS,
    sizes: Mapping[str, int] | None = None,
    indices: Mapping[str, int] | None = None,
) -> Any:
    """The value of an expression.

    Args:
        tree: the expression.
        lookup: gives the value of an element by its name and indices (from 0).
        arithmetic: the kind of number to work in.
        sizes: how many values each index takes; needed for sums over it.
        indices: the values of the indices that stand free in the expression.

    >>> from conspect.equations.parse import parse_expression
    >>> float(evaluate(parse_expression("sum(i, i_squared[i]) / size(i)"),
    ...                lambda name, indices: indices[0] ** 2, sizes={"i": 4}))
    3.5
    """
    return _Evaluation(lookup, arithmetic, sizes or {}).value(tree, indices or {})


class _Evaluation:
    def __init__(self, lookup: Lookup, arithmetic: Arithmetic, sizes: Mapping[str, int]) -> None:
        self.lookup, self.arithmetic, self.sizes = lookup, arithmetic, sizes

    def value(self, tree: Expression, at: Mapping[str, int]) -> Any:
        number, functions = self.arithmetic.number, self.arithmetic.functions
        match tree:
            case Number(value):
                return number(value)
            case Constant():
                return self.arithmetic.pi()
            case Element(name, indices):
                return number(self.lookup(name, tuple(self.integer(i, at) for i in indices)))
            case Size(index):
                return number(self.sizes[index])
            case Negative(operand):
                return -self.value(operand, at)
            case Binary(sign, left, right):
                return _OPERATORS[sign](self.value(left, at), self.value(right, at))
            case Call(function, argument):
                return functions[function](self.value(argument, at))
            case Choice(then, condition, otherwise):
                return self.value(then if self.holds(condition, at) else otherwise, at)
            case Reduction(kind, index, body, size):
                count = self.sizes[index] if size is None else size
                return self.reduced(
                    kind, [self.value(body, {**at, index: i}) for i in range(count)]
                )
            case Listing(kind, terms):
                return self.reduced(kind, [self.value(term, at) for term in terms])
        raise EquationError(f"{tree!r} has no value")

    def integer(self, tree: Expression, at: Mapping[str, int]) -> int:
        match tree:
            case Index(name):
                return at[name] if name in at else int(self.lookup(name, ()))
            case Number(value):
                return int(value)
            case Binary(sign, left, right):
                return int(_OPERATORS[sign](self.integer(left, at), self.integer(right, at)))
        raise EquationError(f"{tree!r} is not an index")

    def holds(self, condition: Comparison, at: Mapping[str, int]) -> bool:
        real = self.arithmetic.real
        left, right = self.value(condition.left, at), self.value(condition.right, at)
        return bool(_OPERATORS[condition.sign](real(left), real(right)))

    def reduced(self, kind: str, values: list[Any]) -> Any:
        if kind == "max":
            return max(values, key=self.arithmetic.real)
        total = sum(values[1:], start=values[0])
        return total / self.arithmetic.number(len(values)) if kind == "mean" else total


def evaluate_equations(
    equations: Iterable[Equation],
    values: Mapping[str, Any],
    sizes: Mapping[str, int],
    *,
    arithmetic: Arithmetic = FLOATS,
) -> dict[str, npt.NDArray[Any]]:
    """The arrays on the left sides, element by element, each from the values and those before it.

    Args:
        equations: with all their indices written out (no `...`).
        values: arrays and single numbers by name; reading outside an array gives 0.
        sizes: how many values each index takes.
        arithmetic: the kind of number to work in; the arrays hold such numbers (dtype object).
    """
    known: dict[str, Any] = dict(values)

    def lookup(name: str, indices: tuple[int, ...]) -> Any:
        array = known[name]
        if not indices:
            return array[()] if isinstance(array, np.ndarray) else array
        inside = all(0 <= i < size for i, size in zip(indices, array.shape, strict=True))
        return array[indices] if inside else 0

    results = {}
    with np.errstate(all="ignore"):
        for equation in equations:
            names = [part.name for part in equation.left.indices if isinstance(part, Index)]
            array = np.zeros([sizes[name] for name in names], dtype=object)
            known[equation.left.name] = results[equation.left.name] = array
            for place in product(*(range(sizes[name]) for name in names)):
                array[place] = evaluate(
                    equation.right,
                    lookup,
                    arithmetic=arithmetic,
                    sizes=sizes,
                    indices=dict(zip(names, place, strict=True)),
                )
    return results
