"""What an adjoint becomes at the inputs of one operation."""

from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.derivatives import moves
from conspect.check.derivatives.arrays import Array, as_array, fit
from conspect.check.derivatives.elementwise import FLAT, PAIRS, SLOPES
from conspect.check.derivatives.kinks import COMPARISONS
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS, einsum_adjoints
from conspect.check.derivatives.reductions import PARAMETERS, REDUCTIONS
from conspect.check.recording.tape import Node, put_in

Back = list[tuple[Node, Array]]
Rule = Callable[[Array], Back]
"""From the adjoint of an operation's result to those of its inputs; linear."""

# The numeric fallback is for small arguments: it needs two evaluations an element.
_LARGEST_PROBED = 600
# Of larger results the slopes are worked out each time: keeping them would take memory.
_LARGEST_KEPT = 20_000


class UnderivableError(Exception):
    """No derivative is known of an operation on the way."""

    def __init__(self, node: Node) -> None:
        super().__init__(name_of(node.function))
        self.node = node


def _times(slope: Array | float) -> Callable[[Array], Array]:
    """On through a slope; where nothing arrives, nothing goes on, be it infinite.

    The branch of `np.where(z > 0, z, np.exp(z) - 1)` that is not taken may have run away.
    """
    if np.isfinite(slope).all():
        return lambda g: np.asarray(g * slope)

    def through(g: Array) -> Array:
        passed = np.asarray(g * slope)
        return passed if np.isfinite(passed).all() else np.where(np.asarray(g) == 0, 0.0, passed)

    return through


class Rules:
    """The rules of recorded operations.

    Args:
        reach: the nodes that adjoints are wanted of.
        side: the slope taken at kinks, 0 or 1.
        value: gives a node's value.
    """

    def __init__(self, reach: set[Node], side: int, value: Callable[[Node], Any]) -> None:
        self.reach, self.side, self.value = reach, side, value
        self._kept: dict[Node, Rule] = {}

    def of(self, node: Node) -> Rule:
        """The rule of an operation.

        Raises:
            UnderivableError: no derivative is known of it.
        """
        rule = self._kept.get(node)
        if rule is None:
            rule = self._rule(node)
            if np.prod(node.shape) <= _LARGEST_KEPT:
                self._kept[node] = rule
        return rule

    def _rule(self, node: Node) -> Rule:
        name = name_of(node.function)
        wanted = {entry for entry in node.inputs if entry in self.reach}
        if name in FLAT or not wanted:
            return lambda g: []
        for find in (self._direct, self._moved, self._probed):
            rule = find(name, node, wanted)
            if rule is not None:
                return rule
        raise UnderivableError(node)

    def _direct(self, name: str, node: Node, wanted: set[Node]) -> Rule | None:
        arguments = node.arguments
        if name in moves.MOVES:
            return None
        result = as_array(self.value(node))
        if name in ("total", "greatest", "least", "where", "clip", "einsum", "norm"):
            return self._special(name, node, result)
        if name in PAIRS or name in PRODUCTS:
            return self._pair(name, node, result, wanted)
        if not arguments or not isinstance(arguments[0], Node):
            return None
        entry = arguments[0]
        first = as_array(self.value(entry))
        if name in SLOPES:
            if first.size != result.size:
                return None
            through = _times(SLOPES[name](first.reshape(result.shape), result, self.side))
            return lambda g: [(entry, through(g).reshape(first.shape))]
        if name in REDUCTIONS:
            how = {**dict(zip(PARAMETERS, arguments[1:], strict=False)), **node.keywords}
            if name == "average" and "weights" in how:
                return None
            return lambda g: [(entry, REDUCTIONS[name](g, first, result, how))]
        return None

    def _pair(self, name: str, node: Node, result: Array, wanted: set[Node]) -> Rule | None:
        if len(node.arguments) < 2:
            return None
        parts = node.arguments[:2]
        a, b = (as_array(self._bent(part) if isinstance(part, Node) else part) for part in parts)
        if name in PRODUCTS:
            product, rest, how = PRODUCTS[name], node.arguments[2:], node.keywords

            def multiplied(g: Array) -> Back:
                sides = product(np.asarray(g), a, b, rest, how)
                asked = zip(parts, sides, strict=True)
                return [(n, side()) for n, side in asked if isinstance(n, Node) and n in wanted]

            return multiplied
        slopes = PAIRS[name](a, b, result, self.side)
        ways = [
            (n, _times(slope), own.shape)
            for n, slope, own in zip(parts, slopes, (a, b), strict=True)
            if isinstance(n, Node) and n in wanted
        ]
        return lambda g: [(n, fit(through(g), shape)) for n, through, shape in ways]

    def _bent(self, node: Node) -> Any:
        """A mask's value with ties decided by `side`; else the value."""
        if (
            name_of(node.function) == "identity"
            and node.arguments
            and isinstance(node.arguments[0], Node)
        ):
            inner = node.arguments[0]
            if name_of(inner.function) in COMPARISONS and inner in self.reach:
                return np.asarray(self._bent(inner)).reshape(node.shape)
        if name_of(node.function) not in COMPARISONS or node not in self.reach:
            return self.value(node)
        a, b = (self.value(p) if isinstance(p, Node) else p for p in node.arguments[:2])
        ties = np.asarray(a) == np.asarray(b)
        if not np.any(ties):
            return self.value(node)
        upward = name_of(node.function).startswith("greater")
        on = self.side if upward else 1 - self.side
        return np.where(ties, bool(on), self.value(node))

    def _special(self, name: str, node: Node, result: Array) -> Rule | None:
        arguments = node.arguments
        if name == "total":
            items = [n for n in (*arguments[0], arguments[1]) if isinstance(n, Node)]
            return lambda g: [(item, fit(g, item.shape)) for item in items]
        if name in ("greatest", "least"):
            return self._extreme(node)
        if name == "where" and len(arguments) == 3:
            condition = self._bent(arguments[0]) if isinstance(arguments[0], Node) else arguments[0]
            return _chosen(condition, arguments[1], arguments[2])
        if name == "clip" and isinstance(arguments[0], Node):
            inside = np.where(as_array(self.value(arguments[0])) == result, 1.0, 0.0)
            return lambda g: [(arguments[0], g * inside)]
        if name == "einsum" and isinstance(arguments[0], str):
            return self._einsum(arguments[0], arguments[1:])
        if name == "norm" and len(arguments) == 1 and not node.keywords:
            x = as_array(self.value(arguments[0]))
            return lambda g: [(arguments[0], g * x / np.where(result == 0, 1, result))]
        return None

    def _einsum(self, text: str, nodes: tuple[Any, ...]) -> Rule | None:
        if "..." in text:
            return None
        values = [as_array(self.value(n) if isinstance(n, Node) else n) for n in nodes]

        def contracted(g: Array) -> Back:
            found = einsum_adjoints(np.asarray(g), text, values)
            return [(n, by) for n, by in zip(nodes, found, strict=True) if isinstance(n, Node)]

        return contracted

    def _extreme(self, node: Node) -> Rule:
        items = node.arguments[0]
        values = [float(self.value(n)) if isinstance(n, Node) else float(n) for n in items]
        best = max(values) if name_of(node.function) == "greatest" else min(values)
        hits = [n for n, v in zip(items, values, strict=True) if v == best]
        chosen = hits[0]
        if len(hits) > 1:
            dependent = [n for n in hits if isinstance(n, Node) and n in self.reach]
            if dependent and self.side:
                chosen = dependent[0]
            elif dependent and len(dependent) < len(hits):
                return lambda g: []
        return lambda g: [(chosen, g)] if isinstance(chosen, Node) else []

    def _moved(self, name: str, node: Node, wanted: set[Node]) -> Rule | None:
        if name not in moves.MOVES and not (name == "identity" and node.inputs):
            return None
        return moves.rule(name, node, wanted, self.value)

    def _probed(self, name: str, node: Node, wanted: set[Node]) -> Rule | None:
        """An operation without a rule: its derivative by differences, an element at a time."""
        if node.function is None or sum(int(np.prod(n.shape)) for n in wanted) > _LARGEST_PROBED:
            return None
        return lambda g: [(entry, self._probe(node, entry, np.asarray(g))) for entry in wanted]

    def _probe(self, node: Node, entry: Node, g: Array) -> Array:
        base = as_array(self.value(entry))
        result = np.zeros(base.shape)
        for place in np.ndindex(base.shape):
            step = 6e-6 * max(1.0, abs(float(base[place])))
            sides = []
            for sign in (1, -1):
                moved = base.copy()
                moved[place] += sign * step
                changed = {entry: moved if base.ndim else float(moved)}

                def look(n: Node, changed: dict[Node, Any] = changed) -> Any:
                    return changed[n] if n in changed else self.value(n)

                assert node.function is not None
                out = node.function(
                    *[put_in(a, look) for a in node.arguments],
                    **{key: put_in(v, look) for key, v in node.keywords.items()},
                )
                sides.append(as_array(out))
            result[place] = float(np.sum(g * (sides[0] - sides[1]))) / (2 * step)
        return result


def _chosen(condition: Any, yes: Any, no: Any) -> Rule:
    """The rule of `np.where`."""

    def back(g: Array) -> Back:
        parts = ((yes, np.where(condition, g, 0.0)), (no, np.where(condition, 0.0, g)))
        return [(n, fit(by, n.shape)) for n, by in parts if isinstance(n, Node)]

    return back
