"""The single numbers that a gradient is multiplied with on its way into a parameter."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

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
class Factor:
    """A recorded number that a gradient is multiplied with.

    Attributes:
        node: the number.
        times: what that makes of the gradient's size: its inverse where it is divided by.
        depends: whether it depends on a parameter.
    """

    node: Node
    times: float
    depends: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether a person has chosen it: no count, nothing worked out."""
        return self.node.function is None and isinstance(self.node.value, float)

    @property
    def is_planned(self) -> bool:
        """Whether it is a count, or was worked out without the parameters; a sample is not."""
        is_count = isinstance(self.node.value, int | np.integer)
        is_computed = self.node.function is not None and name_of(self.node.function) not in MOVES
        return not self.depends and (is_count or is_computed)


@dataclass(frozen=True)
class Rate:
    """The factors of a change that depend on no output.

    Attributes:
        value: their product, without signs: of those that stand before the gradient.
        factors: those that are recorded values, also where they stand within its formula.
        limited: whether the length of the gradient was limited, so that its factor may change.
    """

    value: float = 1.0
    factors: tuple[Factor, ...] = ()
    limited: bool = False

    def with_factors(self, other: "Rate", is_before: bool) -> "Rate":
        """With those of another; not in `value` if they stand within the formula."""
        value = self.value * (other.value if is_before else 1.0)
        return Rate(value, self.factors + other.factors, self.limited)

    @property
    def planned(self) -> float:
        """The product of what may change from step to step: counts, and what was worked out."""
        return math.prod(factor.times for factor in self.factors if factor.is_planned)


def find_rate(links: Iterable[Link], passes: Passes, values: Values) -> Rate:
    """The rate of a parameter's renewals: that of the first term that depends on an output."""
    terms = [term for link in links for term in link.change.terms]
    terms = [term for term in terms if passes.through.get(term.node)]
    return rate_of(terms[0].node, passes, values, abs(terms[0].factor)) if terms else Rate()


def rate_of(end: Node, passes: Passes, values: Values, factor: float = 1.0) -> Rate:
    """The numbers that a value which depends on an output was multiplied with."""
    found = Rate(factor)
    is_before = True
    node: Node | None = end
    while node is not None:
        name, parts = name_of(node.function), node.arguments[:2]
        through = [p for p in parts if isinstance(p, Node) and passes.through.get(p)]
        others = [p for p in parts if p not in through]
        if name in ("multiply", "divide") and len(through) == 2:
            length = _length(through, passes)
            found = replace(found, limited=found.limited or length is not None)
            through = [p for p in through if p is not length] if length is not None else []
        elif name in ("multiply", "divide"):
            number = _number(name, others, passes, values)
            if number is None:
                break
            found = found.with_factors(number, is_before)
        elif name in PRODUCTS or name in MOVES or name in _SUMS:
            is_before = False
            found = found.with_factors(_before(others, passes, values), is_before)
        elif name in ("add", "subtract"):
            is_before = False
        elif name not in ("negative", "identity"):
            break
        node = through[0] if len(through) == 1 else None
    return found


def _before(others: list[object], passes: Passes, values: Values) -> Rate:
    """The numbers that the other operand of a product was multiplied with: `rate * x.T @ d`."""
    found = Rate()
    node = others[0] if len(others) == 1 else None
    while isinstance(node, Node) and name_of(node.function) in ("multiply", "divide"):
        name = name_of(node.function)
        whole, *rest = sorted(node.arguments[:2], key=lambda p: -np.ndim(_value(p, values)))
        number = _number(name, rest, passes, values)
        if number is None or (name == "divide" and whole is not node.arguments[0]):
            break
        found = found.with_factors(number, True)
        node = whole
    return found


def _length(parts: list[Node], passes: Passes) -> Node | None:
    """Of two factors that depend on outputs: a limit on the gradient's length."""
    single = [p for p in parts if p.shape == ()]
    if len(single) != 1:
        return None
    behind = ancestors(single, set(passes.numbers))
    return single[0] if any(name_of(n.function) in ("norm", "sqrt") for n in behind) else None


def _number(name: str, others: list[object], passes: Passes, values: Values) -> Rate | None:
    """What multiplying by a single number, or dividing by it, does; None if it is none."""
    if len(others) != 1:
        return None
    [other] = others
    value = _value(other, values)
    if value.size != 1:
        return None
    size = _times(name, value)
    factors = [
        Factor(node, _times(name, _value(node, values)), bool(passes.versions.get(node)))
        for node in (_opened(other) if isinstance(other, Node) else [])
    ]
    return Rate(size, tuple(factors))


def _times(name: str, value: Array) -> float:
    size = abs(float(value.reshape(-1)[0])) if value.size else 0.0
    return 1 / size if name == "divide" and size else size


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
    nodes = [{factor.node for factor in rate.factors} for rate in rates.values()]
    shared = set[Node].intersection(*nodes) if nodes else set()
    found: dict[int, float] = {}
    for k, rate in rates.items():
        own = [one for one in rate.factors if one.node not in shared and one.is_chosen]
        if len(own) != 1:
            return {}
        found[k] = own[0].times
    return found if all(found.values()) else {}
