"""Reads an update off its operands: `new = c·old + change`.

The change is summed up from the recorded operands, never as new − old, which would lose digits.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.recording.tape import Node, put_in

_PASSING = {"identity", "clip", "reshape", "ravel", "transpose", "nan_to_num", "squeeze", "round"}
# So many operations are read, one behind the other: Python's own stack has an end.
_MOST_DEEP = 120


@dataclass
class Term:
    """A part of a change: `factor` times the value of the node, at `where` of the whole."""

    node: Node
    factor: float


@dataclass
class Change:
    """How a value follows from its old one.

    Attributes:
        keep: the factor of the old value, 1 without decay.
        amount: what is added to it, as an array of its shape.
        terms: the nodes that the amount is made of.
        clipped: whether the new value was limited.
    """

    keep: float
    amount: Array
    terms: list[Term] = field(default_factory=list)
    clipped: bool = False

    def times(self, factor: float) -> "Change":
        """The change of a multiple of the value."""
        terms = [Term(term.node, term.factor * factor) for term in self.terms]
        return Change(self.keep * factor, self.amount * factor, terms, self.clipped)


class Reader:
    """Reads changes off the record.

    Args:
        part: the part of a term's value that is to count; left out, all of it.
    """

    def __init__(self, values: Values, part: Callable[[Node], Array] | None = None) -> None:
        self.values = values
        self.part = part
        # What is known not to lead to the old value: many ways may lead there.
        self._barren: set[Node] = set()

    def read(self, new: Node, old: Node) -> Change | None:
        """The change from `old` to `new`; None if `new` is no sum with `old` in it."""
        if new is old or new.serial < old.serial:
            return None
        self._barren.clear()
        return self._walk(new, old, 0)

    def _value(self, node: object) -> Array:
        return as_array(self.values(node) if isinstance(node, Node) else node)

    def _term(self, node: object) -> Array:
        if self.part is None or not isinstance(node, Node):
            return self._value(node)
        return self.part(node)

    def _walk(self, node: object, old: Node, depth: int) -> Change | None:
        if node is old:
            return Change(1.0, np.zeros(old.shape))
        if not isinstance(node, Node) or node.serial <= old.serial or depth > _MOST_DEEP:
            return None
        if node in self._barren:
            return None
        change = self._step(node, old, depth)
        if change is None:
            self._barren.add(node)
        return change

    def _step(self, node: Node, old: Node, depth: int) -> Change | None:
        """The change that comes through one operation."""
        name = name_of(node.function)
        arguments = node.arguments
        if name in ("add", "subtract"):
            return self._sum(node, name, old, depth)
        if name in ("multiply", "divide"):
            return self._multiple(node, name, old, depth)
        if name == "negative":
            inner = self._walk(arguments[0], old, depth + 1)
            return inner.times(-1.0) if inner else None
        if name in ("written", "pasted"):
            return self._written(node, old, depth)
        if name in ("getitem", "window"):
            return self._part(node, old, depth)
        if name == "total":
            return self._total(node, old, depth)
        if name in ("add_at", "subtract_at"):
            return self._added_at(node, -1.0 if name == "subtract_at" else 1.0, old, depth)
        if name in _PASSING and arguments and isinstance(arguments[0], Node):
            inner = self._walk(arguments[0], old, depth + 1)
            if inner is None:
                return None
            shape = node.shape
            if name == "transpose":
                inner.amount = inner.amount.T
            if inner.amount.size == int(np.prod(shape)):
                inner.amount = inner.amount.reshape(shape)
            inner.clipped |= name == "clip"
            return inner
        return None

    def _sum(self, node: Node, name: str, old: Node, depth: int) -> Change | None:
        left, right = node.arguments[:2]
        sign = -1.0 if name == "subtract" else 1.0
        inner = self._walk(left, old, depth + 1)
        other, factor = right, sign
        if inner is None:
            inner = self._walk(right, old, depth + 1)
            if inner is None:
                return None
            inner, other, factor = inner.times(sign), left, 1.0
        amount = inner.amount + factor * self._term(other)
        if amount.shape != inner.amount.shape and node.shape != amount.shape:
            return None
        terms = inner.terms + ([Term(other, factor)] if isinstance(other, Node) else [])
        return Change(inner.keep, amount, terms, inner.clipped)

    def _multiple(self, node: Node, name: str, old: Node, depth: int) -> Change | None:
        left, right = node.arguments[:2]
        inner, other = self._walk(left, old, depth + 1), right
        if inner is None and name == "multiply":
            inner, other = self._walk(right, old, depth + 1), left
        if inner is None:
            return None
        factor = self._value(other)
        if factor.size != 1 or not np.isfinite(factor).all():
            return None
        number = float(factor.reshape(()))
        if name == "divide":
            number = 1 / number if number else 0.0
        return inner.times(number)

    def _total(self, node: Node, old: Node, depth: int) -> Change | None:
        """The built-in sum with the old value among its items."""
        items = [*node.arguments[0], node.arguments[1]]
        for index, item in enumerate(items):
            inner = self._walk(item, old, depth + 1)
            if inner is not None:
                for other in items[:index] + items[index + 1 :]:
                    inner.amount = inner.amount + self._term(other)
                    if isinstance(other, Node):
                        inner.terms.append(Term(other, 1.0))
                return inner
        return None

    def _added_at(self, node: Node, sign: float, old: Node, depth: int) -> Change | None:
        """`np.add.at(array, index, value)`: an index that comes twice counts twice."""
        array, where, value = node.arguments
        inner = self._walk(array, old, depth + 1)
        if inner is None:
            return None
        amount = np.array(inner.amount)
        np.add.at(amount, put_in(where, self.values), sign * self._term(value))
        terms = inner.terms + ([Term(value, sign)] if isinstance(value, Node) else [])
        return Change(inner.keep, amount, terms, inner.clipped)

    def _written(self, node: Node, old: Node, depth: int) -> Change | None:
        """Writes into an array, one after the other, down to the old array."""
        chain: list[Node] = []
        step: object = node
        while (
            isinstance(step, Node)
            and step is not old
            and name_of(step.function) in ("written", "pasted")
        ):
            chain.append(step)
            step = step.arguments[0]
        inner = self._walk(step, old, depth + 1)
        if inner is None:
            return None
        whole = np.array(inner.amount)
        terms = list(inner.terms)
        state: dict[Node, Array] = {}
        for write in [None, *reversed(chain)]:
            if write is not None and not self._write(write, whole, terms, state, old, depth):
                return None
            state[write if write is not None else step] = whole  # type: ignore[index]
        return Change(inner.keep, whole, terms, inner.clipped)

    def _write(
        self,
        write: Node,
        whole: Array,
        terms: list[Term],
        state: dict[Node, Array],
        old: Node,
        depth: int,
    ) -> bool:
        if name_of(write.function) == "written":
            _, where, value = write.arguments
            index = put_in(where, self.values)
        else:
            value = write.arguments[1]
            index = np.unravel_index(write.function.window.positions, whole.shape)  # type: ignore[union-attr]
        part = self._element(value, old, state, depth)
        if part is None:
            return False
        try:
            whole[index] = part.amount
        except (ValueError, IndexError):
            return False
        terms += part.terms
        return True

    def _element(
        self, value: object, old: Node, state: dict[Node, Array], depth: int
    ) -> Change | None:
        """The change of one written part: a sum with the same part of the array in it."""
        if not isinstance(value, Node) or depth > _MOST_DEEP:
            return None
        depth += 1
        name = name_of(value.function)
        if name in ("add", "subtract"):
            left, right = value.arguments[:2]
            sign = -1.0 if name == "subtract" else 1.0
            inner, other, factor = self._element(left, old, state, depth), right, sign
            if inner is None and name == "add":
                inner, other, factor = self._element(right, old, state, depth), left, 1.0
            if inner is None:
                return None
            terms = inner.terms + ([Term(other, factor)] if isinstance(other, Node) else [])
            return Change(inner.keep, inner.amount + factor * self._term(other), terms)
        if name in ("multiply", "divide"):
            inner = self._element(value.arguments[0], old, state, depth)
            factor_of = self._value(value.arguments[1])
            if inner is None or factor_of.size != 1:
                return None
            number = float(factor_of.reshape(()))
            return inner.times(number if name == "multiply" else 1 / number)
        if name in ("getitem", "window") and isinstance(value.arguments[0], Node):
            parent = value.arguments[0]
            base = state.get(parent)
            if base is None:
                inner = self._element(parent, old, state, depth)
                base = inner.amount if inner is not None else None
            if base is None:
                return None
            return Change(1.0, np.asarray(self._taken(value, base)))
        if name in ("written", "pasted"):
            # A row that was written, on its way into the whole.
            inner = self._element(value.arguments[0], old, state, depth)
            if inner is None:
                return None
            whole, terms = np.array(inner.amount), list(inner.terms)
            if not self._write(value, whole, terms, state, old, depth):
                return None
            return Change(1.0, whole, terms)
        if value in state:
            return Change(1.0, state[value])
        return self._walk(value, old, depth)

    def _taken(self, node: Node, base: Array) -> Array:
        if name_of(node.function) == "window":
            return base.reshape(-1)[node.function.positions]  # type: ignore[union-attr]
        return np.asarray(base[put_in(node.arguments[1], self.values)])

    def _part(self, node: Node, old: Node, depth: int) -> Change | None:
        parent = node.arguments[0]
        inner = self._walk(parent, old, depth + 1)
        if inner is None:
            return None
        return Change(inner.keep, self._taken(node, inner.amount), inner.terms, inner.clipped)
