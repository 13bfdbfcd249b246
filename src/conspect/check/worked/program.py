"""What the program works an element of a gradient out from: its own operations, in numbers."""

import math
from collections.abc import Callable, Container
from itertools import product as every
from typing import Any

import numpy as np

from conspect.check.analysis.applied import Applied
from conspect.check.derivatives.arrays import as_array
from conspect.check.derivatives.moves import MOVES, origin
from conspect.check.derivatives.names import name_of
from conspect.check.recording.tape import Node
from conspect.check.worked.figures import Numbers, exact, negative, times
from conspect.equations.tree import Binary, Expression, Number

Place = tuple[int, ...]
"""Of an element in its array."""

Part = tuple[object, Place]
"""An element of an operand."""

_SIGNS: dict[str, Any] = {"subtract": "-", "divide": "/"}
_PRODUCTS = {"matmul", "dot", "outer"}
_SUMS = {"sum", "mean", "nansum"}


class Program:
    """The operations behind an element.

    Args:
        value: gives a node's value.
        known: the nodes of the forward pass: their numbers are taken as they are.
        moving: the nodes that depend on the error; what does not is a number in front.
        numbers: the numbers that the trees are made of.
    """

    def __init__(
        self,
        value: Callable[[Node], Any],
        known: Container[Node],
        moving: Container[Node],
        numbers: Numbers,
    ) -> None:
        self.value, self.known, self.moving, self.numbers = value, known, moving, numbers

    def applied(self, one: Applied, place: Place, scale: float, depth: int) -> Expression:
        """What was applied to one element, the common factor taken out.

        Raises:
            LookupError: a value on the way was overwritten.
        """
        if one.source is not None:
            downhill = float(np.vdot(self._array(one.source), one.gradient)) >= 0
            ends = [(1.0 if downhill else -1.0, one.source)]
        else:
            links = [link for link in one.links if link.change.amount[place]]
            ends = [(-term.factor, term.node) for link in links for term in link.change.terms]
        return self.numbers.added(
            self._scaled(factor / scale, node, self._within(node, place), depth)
            for factor, node in ends
        )

    def element(self, part: object, place: Place, depth: int) -> Expression:
        """An element of an operand, as what it was worked out from so many steps back."""
        if isinstance(part, Node) and part.origin == "literal":
            return exact(float(self.value(part)))
        if isinstance(part, Node) and part.function and part not in self.known and depth > 0:
            opened = self._opened(name_of(part.function), part, place, depth)
            if opened is not None:
                return opened
        return self.numbers.number(self._array(part)[place])

    def _array(self, part: object) -> Any:
        return as_array(self.value(part) if isinstance(part, Node) else part)

    def _within(self, part: object, place: Place) -> Place:
        """The place in an operand that is broadcast."""
        shape = self._array(part).shape
        last = place[len(place) - len(shape) :] if shape else ()
        return tuple(0 if size == 1 else k for k, size in zip(last, shape, strict=True))

    # ---- the factors in front

    def _scaled(self, factor: float, node: Node, place: Place, depth: int) -> Expression:
        """A multiple of an element; the rate and such in front of it are part of the factor."""
        inner = self._inner(node)
        while inner is not None:
            factor, node = factor * inner[0], inner[1]
            inner = self._inner(node)
        body = self.element(node, place, depth)
        if abs(abs(factor) - 1) < 1e-9:
            return body if factor > 0 else negative(body)
        short = float(f"{factor:.6g}")
        is_short = abs(short - factor) <= 1e-9 * abs(factor)
        return times(exact(short) if is_short else self.numbers.number(factor), body)

    def _inner(self, node: Node) -> tuple[float, Node] | None:
        """What a value is a multiple of, and which."""
        name, parts = name_of(node.function), node.arguments[:2]
        if name in ("negative", "identity"):
            [first] = parts[:1]
            return (-1.0 if name == "negative" else 1.0, first) if isinstance(first, Node) else None
        if name in _PRODUCTS:
            return self._out_of_product(node)
        if name not in ("multiply", "divide"):
            return None
        for number, other in ((parts[1], parts[0]), (parts[0], parts[1])):
            if not isinstance(other, Node) or number in self.known or number in self.moving:
                continue
            value = self._array(number)
            if value.ndim == 0 and value and self._array(other).shape == self._array(node).shape:
                return float(1 / value if name == "divide" else value), other
            if name == "divide":
                break
        return None

    def _out_of_product(self, node: Node) -> tuple[float, Node] | None:
        """The rate of `rate * x.T @ d`, that multiplies the first factor alone."""
        first, *others = node.arguments
        inner = self._inner(first) if isinstance(first, Node) and first not in self.known else None
        if inner is None or inner[0] == 1:
            return None
        value = self._array(node) / inner[0]
        bare = (inner[1], *others)
        return inner[0], Node(node.serial, value, node.site, node.function, bare, node.keywords)

    # ---- one step back

    def _opened(self, name: str, node: Node, place: Place, depth: int) -> Expression | None:
        """An element as what the operation made it from; None where that stays a number."""
        parts = node.arguments
        if name in MOVES:
            found = origin(node, place, self.value)
            return self.element(*found, depth) if found else None
        if name in ("negative", "identity"):
            inner = self.element(parts[0], self._within(parts[0], place), depth)
            return negative(inner) if name == "negative" else inner
        if name in ("multiply", "add", *_SIGNS):
            left, right = (self.element(p, self._within(p, place), depth - 1) for p in parts[:2])
            if name == "add":
                return self.numbers.added([left, right])
            return times(left, right) if name == "multiply" else Binary(_SIGNS[name], left, right)
        if name in ("power", "square"):
            return self._power(parts, place, depth)
        if name in _PRODUCTS:
            return self._product(name, parts, place, depth)
        if name == "total":
            items = [*parts[0], parts[1]]
            within = [(item, self._within(item, place)) for item in items]
            return self._sum_of(within, depth)
        if name == "einsum":
            return self._einsum(parts, place, depth)
        return self._sum(name, node, place, depth) if name in _SUMS else None

    def _einsum(self, parts: tuple[Any, ...], place: Place, depth: int) -> Expression | None:
        """`np.einsum("ni,nj->ij", x, d)`: a sum over the letters that the result has not."""
        subscripts, *operands = parts
        inputs, arrow, output = str(subscripts).replace(" ", "").partition("->")
        letters = inputs.split(",")
        if not arrow or "." in inputs or len(letters) != len(operands):
            return None
        sizes = {
            letter: size
            for word, operand in zip(letters, operands, strict=True)
            for letter, size in zip(word, self._array(operand).shape, strict=True)
        }
        summed = [letter for letter in sizes if letter not in output]
        terms = []
        for values in every(*(range(sizes[letter]) for letter in summed)):
            at = dict(zip([*output, *summed], [*place, *values], strict=True))
            terms.append(
                [
                    (operand, tuple(at[letter] for letter in word))
                    for word, operand in zip(letters, operands, strict=True)
                ]
            )
        return self._sum_of_products(terms, depth)

    def _power(self, parts: tuple[Any, ...], place: Place, depth: int) -> Expression | None:
        exponent = self._array(parts[1] if len(parts) > 1 else 2)
        if exponent.ndim or exponent not in (2, 3, 4):
            return None
        base = self.element(parts[0], self._within(parts[0], place), depth - 1)
        return Binary("**", base, Number(int(exponent)))

    def _product(self, name: str, parts: tuple[Any, ...], place: Place, depth: int) -> Expression:
        """An element of a product of arrays."""
        a, b = parts[:2]
        one, two = self._array(a).shape, self._array(b).shape
        if name == "outer":
            left = tuple(map(int, np.unravel_index(place[0], one)))
            right = tuple(map(int, np.unravel_index(place[1], two)))
            return self._sum_of_products([[(a, left), (b, right)]], depth)
        if not one or not two:
            pair = [(a, self._within(a, place)), (b, self._within(b, place))]
            return self._sum_of_products([pair], depth)
        if len(one) > 2 or len(two) > 2:
            raise LookupError("a product over more axes")
        row, column = place[: len(one) - 1], place[len(place) - len(two) + 1 :]
        return self._sum_of_products(
            [[(a, (*row, k)), (b, (k, *column))] for k in range(one[-1])], depth
        )

    def _sum_of_products(self, terms: list[list[Part]], depth: int) -> Expression:
        """A sum whose terms are products of elements."""
        arrays: dict[int, Any] = {}

        def value(part: Part) -> float:
            if id(part[0]) not in arrays:
                arrays[id(part[0])] = self._array(part[0])
            return float(arrays[id(part[0])][part[1]])

        def term(k: int) -> Expression:
            return times(*(self.element(*part, depth - 1) for part in terms[k]))

        return self.numbers.total([math.prod(map(value, parts)) for parts in terms], term)

    def _sum_of(self, parts: list[Part], depth: int) -> Expression:
        """A sum of elements."""
        return self._sum_of_products([[part] for part in parts], depth)

    def _sum(self, name: str, node: Node, place: Place, depth: int) -> Expression | None:
        inner, *rest = node.arguments
        axis = rest[0] if rest else node.keywords.get("axis")
        shape = self._array(inner).shape
        all_axes = range(len(shape))
        axes = all_axes if axis is None else [int(a) % len(shape) for a in np.atleast_1d(axis)]
        kept = [k for k in all_axes if k not in axes]
        at = dict(
            zip(kept, place if len(place) == len(kept) else [place[k] for k in kept], strict=True)
        )
        places = list(every(*([at[k]] if k in at else range(shape[k]) for k in all_axes)))
        total = self._sum_of([(inner, each) for each in places], depth)
        return Binary("/", total, Number(len(places))) if name == "mean" else total
