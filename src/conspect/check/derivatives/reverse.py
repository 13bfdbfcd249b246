"""Reverse mode over the record."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from conspect.check.derivatives import moves
from conspect.check.derivatives.arrays import Array, as_array, fit
from conspect.check.derivatives.elementwise import FLAT, PAIRS, SLOPES
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS, einsum_adjoints
from conspect.check.derivatives.reductions import PARAMETERS, REDUCTIONS
from conspect.check.derivatives.replay import Values, between
from conspect.check.recording.tape import Node, put_in

Adjoints = dict[Node, Array]
Override = Callable[["Reverse", Node, Array], "list[tuple[Node, Array]] | None"]
"""From a node and its adjoint: what goes back to earlier nodes; None for the true rule."""

_COMPARISONS = {"greater", "less", "greater_equal", "less_equal"}
# The numeric fallback is for small arguments: it needs two evaluations an element.
_LARGEST_PROBED = 600


class UnderivableError(Exception):
    """No derivative is known of an operation on the way."""

    def __init__(self, node: Node) -> None:
        super().__init__(name_of(node.function))
        self.node = node


def _through(g: Array, slope: Array | float) -> Array:
    """What goes on through a slope; where nothing arrives, nothing goes on, be it infinite.

    The branch of `np.where(z > 0, z, np.exp(z) - 1)` that is not taken may have run away.
    """
    passed = np.asarray(g * slope)
    return passed if np.isfinite(passed).all() else np.where(np.asarray(g) == 0, 0.0, passed)


class Reverse:
    """The derivatives of one or more nodes by earlier ones.

    Args:
        leaves: the nodes by which derivatives are wanted.
        nodes: the part of the record between them and the seeds, in order.
        side: the slope taken at kinks, 0 or 1.
    """

    def __init__(
        self,
        leaves: Iterable[Node],
        nodes: Iterable[Node],
        side: int = 0,
        values: Values | None = None,
    ) -> None:
        self.leaves = set(leaves)
        self.side = side
        self.value = values or Values()
        ordered = list(nodes)
        self.reach = between(self.leaves, ordered)
        self.ordered = [node for node in ordered if node in self.reach]

    def adjoints(self, seeds: Mapping[Node, Array], override: Override | None = None) -> Adjoints:
        """The adjoint of every node between the leaves and the seeds.

        Raises:
            UnderivableError: there is an operation whose derivative is not known.
        """
        found: Adjoints = {}
        for node, seed in seeds.items():
            self._add(found, node, seed)
        with np.errstate(all="ignore"):
            for node in reversed(self.ordered):
                if node not in found or node in self.leaves:
                    continue
                given = override(self, node, found[node]) if override else None
                for entry, adjoint in self.back(node, found[node]) if given is None else given:
                    if entry in self.reach:
                        self._add(found, entry, adjoint)
        return found

    def _add(self, found: Adjoints, node: Node, adjoint: Any) -> None:
        shape = node.shape
        fitted = fit(adjoint, shape) if np.shape(adjoint) != shape else np.asarray(adjoint)
        found[node] = found[node] + fitted if node in found else fitted

    def back(self, node: Node, g: Array) -> list[tuple[Node, Array]]:
        """What an adjoint becomes at the inputs of one operation."""
        name = name_of(node.function)
        if name in FLAT:
            return []
        wanted = {entry for entry in node.inputs if entry in self.reach}
        if not wanted:
            return []
        for rule in (self._direct, self._moved, self._probed):
            result = rule(name, node, g, wanted)
            if result is not None:
                return result
        raise UnderivableError(node)

    def _direct(
        self, name: str, node: Node, g: Array, wanted: set[Node]
    ) -> list[tuple[Node, Array]] | None:
        arguments = node.arguments
        if name in moves.MOVES:
            return None
        result = as_array(self.value(node))
        if name in ("total", "greatest", "least") or (name in ("where", "clip", "einsum", "norm")):
            return self._special(name, node, g, result)
        if name in PAIRS or name in PRODUCTS:
            return self._pair(name, node, g, result)
        if not arguments or not isinstance(arguments[0], Node):
            return None
        first = as_array(self.value(arguments[0]))
        if name in SLOPES:
            if first.size != result.size:
                return None
            x = first.reshape(result.shape)
            slope = SLOPES[name](x, result, self.side)
            return [(arguments[0], _through(g, slope).reshape(first.shape))]
        if name in REDUCTIONS:
            how = {**dict(zip(PARAMETERS, arguments[1:], strict=False)), **node.keywords}
            if name == "average" and "weights" in how:
                return None
            return [(arguments[0], REDUCTIONS[name](g, first, result, how))]
        return None

    def _pair(
        self, name: str, node: Node, g: Array, result: Array
    ) -> list[tuple[Node, Array]] | None:
        if len(node.arguments) < 2:
            return None
        a_node, b_node = node.arguments[:2]
        a, b = (
            as_array(self._bent(part) if isinstance(part, Node) else part)
            for part in (a_node, b_node)
        )
        if name in PAIRS:
            by_a, by_b = PAIRS[name](a, b, result, self.side)
            by_a, by_b = fit(_through(g, by_a), a.shape), fit(_through(g, by_b), b.shape)
        else:
            by_a, by_b = PRODUCTS[name](np.asarray(g), a, b, node.arguments[2:], node.keywords)
        return [(n, by) for n, by in ((a_node, by_a), (b_node, by_b)) if isinstance(n, Node)]

    def _bent(self, node: Node) -> Any:
        """A mask's value with ties decided by `side`; else the value."""
        if (
            name_of(node.function) == "identity"
            and node.arguments
            and isinstance(node.arguments[0], Node)
        ):
            inner = node.arguments[0]
            if name_of(inner.function) in _COMPARISONS and inner in self.reach:
                return np.asarray(self._bent(inner)).reshape(node.shape)
        if name_of(node.function) not in _COMPARISONS or node not in self.reach:
            return self.value(node)
        a, b = (self.value(p) if isinstance(p, Node) else p for p in node.arguments[:2])
        ties = np.asarray(a) == np.asarray(b)
        if not np.any(ties):
            return self.value(node)
        upward = name_of(node.function).startswith("greater")
        on = self.side if upward else 1 - self.side
        return np.where(ties, bool(on), self.value(node))

    def _special(
        self, name: str, node: Node, g: Array, result: Array
    ) -> list[tuple[Node, Array]] | None:
        arguments = node.arguments
        if name == "total":
            items = [*arguments[0], arguments[1]]
            return [(item, fit(g, item.shape)) for item in items if isinstance(item, Node)]
        if name in ("greatest", "least"):
            return self._extreme(node, g)
        if name == "where" and len(arguments) == 3:
            condition = self._bent(arguments[0]) if isinstance(arguments[0], Node) else arguments[0]
            parts = (
                (arguments[1], np.where(condition, g, 0.0)),
                (arguments[2], np.where(condition, 0.0, g)),
            )
            return [(n, fit(by, n.shape)) for n, by in parts if isinstance(n, Node)]
        if name == "clip" and isinstance(arguments[0], Node):
            x = as_array(self.value(arguments[0]))
            inside = np.where(x == result, 1.0, 0.0)
            return [(arguments[0], g * inside)]
        if name == "einsum" and isinstance(arguments[0], str):
            nodes = arguments[1:]
            values = [as_array(self.value(n) if isinstance(n, Node) else n) for n in nodes]
            if "..." in arguments[0]:
                return None
            found = einsum_adjoints(np.asarray(g), arguments[0], values)
            return [(n, by) for n, by in zip(nodes, found, strict=True) if isinstance(n, Node)]
        if name == "norm" and len(arguments) == 1 and not node.keywords:
            x = as_array(self.value(arguments[0]))
            return [(arguments[0], g * x / np.where(result == 0, 1, result))]
        return None

    def _extreme(self, node: Node, g: Array) -> list[tuple[Node, Array]]:
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
                return []
        return [(chosen, g)] if isinstance(chosen, Node) else []

    def _moved(
        self, name: str, node: Node, g: Array, wanted: set[Node]
    ) -> list[tuple[Node, Array]] | None:
        if name not in moves.MOVES and not (name == "identity" and node.inputs):
            return None
        return moves.adjoints(name, node, g, wanted, self.value)

    def _probed(
        self, name: str, node: Node, g: Array, wanted: set[Node]
    ) -> list[tuple[Node, Array]] | None:
        """An operation without a rule: its derivative by differences, an element at a time."""
        if node.function is None or sum(int(np.prod(n.shape)) for n in wanted) > _LARGEST_PROBED:
            return None
        return [(entry, self._probe(node, entry, np.asarray(g))) for entry in wanted]

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
