"""What an equation is made of: a small closed set of immutable nodes.

Indices count from 0 here; only what is printed counts from 1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Literal, TypeAlias, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Number:
    """A number: an integer of the rule, or a decimal that was put in for a symbol.

    `source` is that symbol; it is no part of the tree, and equal numbers may have different ones.
    """

    value: int | Decimal
    source: "Element | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """A named constant of mathematics: `pi`."""

    name: Literal["pi"]


@dataclass(frozen=True, slots=True)
class Index:
    """An index used as an integer, inside the indices of an element: the `i` of `x[n,i+1]`."""

    name: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an array, `W[i,j]`, or a single number, `learning_rate` (no indices).

    `anywhere` is the element-wise `z[...]`, which stands for all indices at once.
    """

    name: str
    indices: tuple["Expression", ...] = ()
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How many values an index takes: `size(n)` is the number of samples."""

    index: str


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the sign between them."""

    sign: Literal["+", "-", "*", "/", "**"]
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one argument: `exp(z)`."""

    function: str
    argument: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left > right` and its like; only inside a `Choice`."""

    left: "Expression"
    sign: Literal["<", "<=", ">", ">=", "=="]
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Choice:
    """`then if condition else otherwise`."""

    then: "Expression"
    condition: Comparison
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Reduction:
    """`sum(i, body)`, `mean(i, body)`, `max(i, body)`: over all values of an index.

    `size` is known once the equation is bound to a network.
    """

    kind: Literal["sum", "mean", "max"]
    index: str
    body: "Expression"
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A reduction written out: every term stands there."""

    kind: Literal["sum", "mean", "max"]
    terms: tuple["Expression", ...]


Expression: TypeAlias = (
    Number
    | Constant
    | Index
    | Element
    | Size
    | Negative
    | Binary
    | Call
    | Comparison
    | Choice
    | Reduction
    | Listing
)


@dataclass(frozen=True, slots=True)
class Equation:
    """`left = right`, with the reason for it in words (the comment behind it in the rule)."""

    left: Element
    right: Expression
    reason: str = ""


def transform(tree: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The tree with `change` applied to every node, the leaves first."""
    changed = {}
    kind: type = type(tree)
    for name in _branches(kind):
        value = getattr(tree, name)
        if isinstance(value, tuple):
            new: object = tuple(transform(part, change) for part in value)
        else:
            new = transform(value, change)
        if new != value:
            changed[name] = new
    return change(replace(tree, **changed) if changed else tree)  # type: ignore[arg-type]


def parts(tree: Expression) -> Iterator[Expression]:
    """The nodes directly below a node, in reading order."""
    kind: type = type(tree)
    for name in _branches(kind):
        value = getattr(tree, name)
        yield from value if isinstance(value, tuple) else (value,)


@cache
def _branches(kind: type) -> tuple[str, ...]:
    """The names of the fields of a kind of node that hold nodes; found once, asked for often."""
    nodes = get_args(Expression)
    hints = get_type_hints(kind)
    return tuple(
        name
        for name, hint in hints.items()
        if hint in (Expression, *nodes) or get_args(hint)[:1] == (Expression,)
    )


def walk(tree: Expression) -> Iterator[Expression]:
    """Every node of the tree, each before its parts."""
    yield tree
    for part in parts(tree):
        yield from walk(part)


def elements(tree: Expression) -> Iterator[Element]:
    """Every element that the tree reads, in reading order, repetitions included."""
    return (node for node in walk(tree) if isinstance(node, Element))
