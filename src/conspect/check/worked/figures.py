"""Sums and products of recorded numbers, as text that can be checked by hand.

They are trees of the main job's equations, printed by its one policy: as many digits of each number
as it takes to arrive at the printed result.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from conspect.check.derivatives.arrays import Array
from conspect.equations.evaluate import evaluate
from conspect.equations.tree import Binary, Element, Expression, Listing, Negative, Number
from conspect.equations.write import Unicode
from conspect.explain.rounding import decimal, print_line
from conspect.language import _

# A longer text is no help.
LONGEST = 100
_DEEPEST = 12
_DIGITS = 4
# Of a longer sum so many terms are shown, and the rest as one number: first few, then a single one.
_TERMS = (4, 1)

Deepening = Callable[[int], Expression]
"""A tree that goes so many steps back before it leaves it at numbers."""

ZERO, ONE = Number(0), Number(1)


class Numbers:
    """The recorded numbers that some trees are made of, each under a name of its own."""

    def __init__(self) -> None:
        self._names: dict[float, str] = {}
        self._values: dict[str, float] = {}
        self._rests: dict[str, int] = {}
        self._most_terms = _TERMS[0]

    def number(self, value: object) -> Expression:
        """A recorded number; a whole one is exact."""
        plain = float(np.asarray(value).reshape(()))
        if plain.is_integer() and abs(plain) < 1e6:
            return exact(plain)
        name = self._names.setdefault(plain, f"v{len(self._names)}")
        self._values[name] = plain
        return Element(name)

    def total(
        self, values: Sequence[float] | Array, term: Callable[[int], Expression]
    ) -> Expression:
        """A sum, without terms that come to nothing; of a long one, the later terms together.

        Args:
            values: what the terms come to.
            term: makes one, by its place among them; only those that are shown are made.
        """
        numbers = np.asarray(values, dtype=float)
        places = [int(place) for place in np.flatnonzero(numbers)]
        if not places:
            return term(0) if numbers.size else ZERO
        rest = places[self._most_terms :] if len(places) > self._most_terms + 1 else []
        shown = [term(place) for place in places[: len(places) - len(rest)]]
        if rest:
            name = f"r{len(self._values)}"
            self._values[name] = float(numbers[rest].sum())
            self._rests[name] = len(rest)
            shown.append(Element(name))
        return Listing("sum", tuple(shown)) if len(shown) > 1 else shown[0]

    def added(self, terms: Iterable[Expression]) -> Expression:
        """The sum of a few terms that are made already."""
        listed = list(terms)
        return self.total([self._value(term) for term in listed], listed.__getitem__)

    def text(self, grown: Deepening, result: float) -> str:
        """The tree that goes back furthest and is short enough: `0.12 · 0.5 = 0.06`.

        Empty if none says more than its result.

        Args:
            result: what it has to come to.
        """
        best, deepest = "", 0
        for self._most_terms in _TERMS:
            for depth in range(deepest + 1, _DEEPEST):
                tree = grown(depth)
                if not np.isclose(self._value(tree), result, rtol=1e-5, atol=1e-300):
                    break
                written = self._written(tree, result)
                if written == best:
                    return best
                if len(written) > LONGEST:
                    break
                if _says_something(tree):
                    best, deepest = written, depth
        return best

    def _value(self, tree: Expression) -> float:
        return float(evaluate(tree, lambda name, _indices: self._values[name]))

    def _written(self, tree: Expression, result: float) -> str:
        printed = print_line(tree, lambda element: self._values[element.name], result, _DIGITS)
        sign = "=" if printed.exact else "≈"
        notation = _Text(self._rests)
        return f"{notation.write(printed.numbers)} {sign} {notation.signed(printed.result)}"


class _Text(Unicode):
    """Says of a number how many terms it stands for.

    Args:
        rests: how many, by the names of such numbers.
    """

    def __init__(self, rests: Mapping[str, int]) -> None:
        self._rests = rests

    def _plain(self, tree: Expression) -> str:
        text = super()._plain(tree)
        if isinstance(tree, Number) and tree.source is not None and tree.source.name in self._rests:
            return _("{number} ({count} more)").format(
                number=text, count=self._rests[tree.source.name]
            )
        return text


def times(*factors: Expression) -> Expression:
    """A product from left to right, without `ONE`."""
    kept = [part for factor in factors if factor is not ONE for part in _factors(factor)]
    product = kept[0] if kept else ONE
    for factor in kept[1:]:
        product = Binary("*", product, factor)
    return product


def negative(tree: Expression) -> Expression:
    """The tree with the other sign."""
    return tree.operand if isinstance(tree, Negative) else Negative(tree)


def exact(value: float) -> Expression:
    """A number that needs no rounding."""
    size = int(abs(value)) if value.is_integer() else decimal(abs(value))
    return Negative(Number(size)) if value < 0 else Number(size)


def _factors(tree: Expression) -> list[Expression]:
    if isinstance(tree, Binary) and tree.sign == "*":
        return [*_factors(tree.left), *_factors(tree.right)]
    return [tree]


def _says_something(tree: Expression) -> bool:
    """Whether a tree is more than a number."""
    inside = tree.operand if isinstance(tree, Negative) else tree
    return not isinstance(inside, Number | Element)
