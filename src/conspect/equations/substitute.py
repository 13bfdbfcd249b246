"""New names for symbols, one element of an array, numbers for symbols."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from conspect.equations.tree import (
    Binary,
    Element,
    Equation,
    Expression,
    Index,
    Listing,
    Negative,
    Number,
    Reduction,
    Size,
    transform,
)


def rename(tree: Expression, names: Mapping[str, str]) -> Expression:
    """The tree with the symbols under other names; a symbol not in `names` keeps its own."""

    def change(node: Expression) -> Expression:
        if isinstance(node, Element):
            return replace(node, name=names.get(node.name, node.name))
        return node

    return transform(tree, change)


def rename_indices(tree: Expression, names: Mapping[str, str]) -> Expression:
    """The tree with its free indices under other names; sums over one of those get a new letter."""
    used = {*names, *names.values()}
    spare = iter(letter for letter in "ijklmpqrst" if letter not in used)

    def change(node: Expression) -> Expression:
        match node:
            case Reduction(kind, index, body, size) if index in names.values():
                letter = next(spare)
                return Reduction(kind, letter, _with_index(body, {index: letter}), size)
        return node

    return _with_index(transform(tree, change), names)


def _with_index(tree: Expression, names: Mapping[str, str]) -> Expression:
    def change(node: Expression) -> Expression:
        return Index(names.get(node.name, node.name)) if isinstance(node, Index) else node

    return transform(tree, change)


def spell_out(equation: Equation, letters: Sequence[str]) -> Equation:
    """The equation with `...` written out under the letters given: `z[...]` is `z[n,j]`.

    >>> from conspect.equations.parse import parse_equations
    >>> spell_out(parse_equations("a[...] = tanh(z[...])")[0], "nj").left
    Element(name='a', indices=(Index(name='n'), Index(name='j')), anywhere=False)
    """
    indices = tuple(Index(name) for name in letters)

    def change(node: Expression) -> Expression:
        return Element(node.name, indices) if isinstance(node, Element) and node.anywhere else node

    left = change(equation.left)
    assert isinstance(left, Element)
    return replace(equation, left=left, right=transform(equation.right, change))


def without(tree: Expression, absent: frozenset[str]) -> Expression:
    """The tree without the symbols that are not there: a missing bias is a term less."""

    def change(node: Expression) -> Expression:
        match node:
            case Element(name) if name in absent:
                return Number(0)
            case Binary("+" | "-", left, Number(0)):
                return left
            case Binary("+", Number(0), right):
                return right
        return node

    return transform(tree, change)


def with_sizes(tree: Expression, sizes: Mapping[str, int]) -> Expression:
    """The tree with the sizes known: every reduction carries its own, `size(n)` is a number.

    A division by the size of an index with one value is no division.
    """

    def change(node: Expression) -> Expression:
        match node:
            case Size(index):
                return Number(sizes[index])
            case Binary("/", left, Number(1)):
                return left
            case Reduction(size=None):
                return replace(node, size=sizes[node.index])
        return node

    return transform(tree, change)


def at_index(tree: Expression, place: Mapping[str, int]) -> Expression:
    """The tree at one place: the indices named are replaced by integers (from 0)."""

    def change(node: Expression) -> Expression:
        match node:
            case Index(name) if name in place:
                return Number(place[name])
            case Binary("+" | "-" | "*" as sign, Number(left), Number(right)):
                # Inside indices only whole numbers meet: s*i+u becomes one integer.
                if isinstance(left, int) and isinstance(right, int):
                    return Number({"+": left + right, "-": left - right, "*": left * right}[sign])
        return node

    def at_element(node: Expression) -> Expression:
        if isinstance(node, Element):
            return replace(node, indices=tuple(transform(i, change) for i in node.indices))
        return node

    return transform(tree, at_element)


def written_out(tree: Expression, longest: int | None = None) -> Expression:
    """The tree with its reductions written out term by term, those of one term without ado.

    Args:
        longest: reductions of more terms than this stay as they are.
    """

    def change(node: Expression) -> Expression:
        match node:
            case Reduction(kind, index, body, int(size)) if longest is None or size <= longest:
                terms = tuple(at_index(body, {index: value}) for value in range(size))
                return terms[0] if size == 1 else Listing(kind, terms)
        return node

    return transform(tree, change)


def with_numbers(tree: Expression, number: Callable[[Element], Decimal]) -> Expression:
    """The tree with a number in place of every element; a negative one becomes a `Negative`."""

    def change(node: Expression) -> Expression:
        if not isinstance(node, Element):
            return node
        return number_tree(number(node), node)

    return transform(tree, change)


def number_tree(value: Decimal, source: Element | None = None) -> Number | Negative:
    """A number as a tree, a negative one as a `Negative`, and the element that it came from."""
    if value.is_signed() and value:
        return Negative(Number(-value, source))
    return Number(abs(value), source)
