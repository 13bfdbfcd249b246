"""The single numbers that a gradient is multiplied with on its way into a parameter."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from conspect.check.analysis.chains import Link
from conspect.check.analysis.steps import Passes
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.moves import MOVES
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS
from conspect.check.derivatives.replay import Values, ancestors
from conspect.check.recording.tape import Node

_SUMS = {"sum", "mean"}


@dataclass(frozen=True)
class Rate:
    """The factors of a change that depend on no output.

    Attributes:
        value: their product, without signs: of those that stand before the gradient.
        deep: of those that stand within its formula, before a product or a sum of arrays.
        factors: those that are recorded values.
        limited: whether the length of the gradient was limited, so that its factor may change.
    """

    value: float = 1.0
    deep: float = 1.0
    factors: tuple[Node, ...] = ()
    limited: bool = False


def find_rate(links: Iterable[Link], passes: Passes, values: Values) -> Rate:
    """The rate of a parameter's renewals: that of the first term that depends on an output."""
    terms = [term for link in links for term in link.change.terms]
    terms = [term for term in terms if passes.through.get(term.node)]
    return rate_of(terms[0].node, passes, values, abs(terms[0].factor)) if terms else Rate()


def rate_of(end: Node, passes: Passes, values: Values, factor: float = 1.0) -> Rate:
    """The numbers that a value which depends on an output was multiplied with."""
    products, factors = [factor], list[Node]()
    limited = False
    node: Node | None = end
    while node is not None:
        name, parts = name_of(node.function), node.arguments[:2]
        through = [p for p in parts if isinstance(p, Node) and passes.through.get(p)]
        if name in ("multiply", "divide") and len(through) == 2:
            length = _length(through, passes)
            limited = limited or length is not None
            through = [p for p in through if p is not length] if length is not None else []
        elif name in ("multiply", "divide"):
            number = _number(name, [p for p in parts if p not in through], values)
            if number is None:
                break
            products[-1] *= number.value
            factors += number.factors
        elif name in PRODUCTS or name in MOVES or name in _SUMS:
            before = _before([p for p in parts if p not in through], values)
            products.append(before.value)
            factors += before.factors
        elif name not in ("negative", "identity"):
            break
        node = through[0] if len(through) == 1 else None
    return Rate(products[0], math.prod(products[1:]), tuple(factors), limited)


def _before(others: list[object], values: Values) -> Rate:
    """The numbers that the other operand of a product was multiplied with: `rate * x.T @ d`."""
    found = Rate()
    node = others[0] if len(others) == 1 else None
    while isinstance(node, Node) and name_of(node.function) in ("multiply", "divide"):
        name = name_of(node.function)
        whole, *rest = sorted(node.arguments[:2], key=lambda p: -np.ndim(_value(p, values)))
        number = _number(name, rest, values)
        if number is None or (name == "divide" and whole is not node.arguments[0]):
            break
        found = Rate(found.value * number.value, factors=found.factors + number.factors)
        node = whole
    return found


def _length(parts: list[Node], passes: Passes) -> Node | None:
    """Of two factors that depend on outputs: a limit on the gradient's length."""
    single = [p for p in parts if p.shape == ()]
    if len(single) != 1:
        return None
    behind = ancestors(single, set(passes.numbers))
    return single[0] if any(name_of(n.function) in ("norm", "sqrt") for n in behind) else None


def _number(name: str, others: list[object], values: Values) -> Rate | None:
    """What multiplying by a single number, or dividing by it, does; None if it is none."""
    if len(others) != 1:
        return None
    [other] = others
    value = _value(other, values)
    if value.size != 1:
        return None
    size = abs(float(value.reshape(())))
    factors = _opened(other) if isinstance(other, Node) else []
    return Rate(1 / size if name == "divide" and size else size, factors=tuple(factors))


def _value(part: object, values: Values) -> Array:
    return as_array(values(part) if isinstance(part, Node) else part)


def _opened(factor: Node) -> list[Node]:
    """What a factor is a product of."""
    if name_of(factor.function) != "multiply":
        return [factor]
    return [part for entry in factor.inputs for part in _opened(entry)]


def own_rates(rates: Mapping[int, Rate]) -> dict[int, float]:
    """The learning rate that each parameter has to itself; empty if they share one.

    It is the one factor of a parameter's change that stands in the source as a number, with or
    without a name, and is not a factor of all others.
    """
    shared = set.intersection(*(set(rate.factors) for rate in rates.values())) if rates else set()
    found: dict[int, float] = {}
    for k, rate in rates.items():
        own = [factor for factor in rate.factors if factor not in shared and _is_chosen(factor)]
        if len(own) != 1:
            return {}
        found[k] = abs(float(own[0].value))
    return found if all(found.values()) else {}


def _is_chosen(factor: Node) -> bool:
    """Whether a number was chosen by a person: no count, nothing worked out."""
    return factor.function is None and isinstance(factor.value, float)
