"""Reverse mode over the record."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from conspect.check.derivatives.arrays import Array, fit
from conspect.check.derivatives.replay import Values, between
from conspect.check.derivatives.rules import Back, Rules, UnderivableError
from conspect.check.recording.tape import Node

Adjoints = dict[Node, Array]
Shares = dict[tuple[Node, Node], Array]
"""What operations give back to each of their operands: by operation and operand."""
Override = Callable[["Reverse", Node, Array], "Back | None"]
"""From a node and its adjoint: what goes back to earlier nodes; None for the true rule."""

__all__ = ["Adjoints", "Override", "Reverse", "Shares", "UnderivableError"]


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
        self.rules = Rules(self.reach, side, self.value)
        self.ordered = [node for node in ordered if node in self.reach]

    def adjoints(
        self,
        seeds: Mapping[Node, Array],
        override: Override | None = None,
        shares: Shares | None = None,
    ) -> Adjoints:
        """The adjoint of every node between the leaves and the seeds.

        Args:
            seeds: the adjoints to begin with.
            override: other rules.
            shares: filled with what the adjoints are sums of, if it is given.

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
                        share = self._add(found, entry, adjoint)
                        if shares is not None:
                            # Of `h * h` both factors are one node.
                            known = shares.get((node, entry))
                            shares[node, entry] = share if known is None else known + share
        return found

    def _add(self, found: Adjoints, node: Node, adjoint: Any) -> Array:
        shape = node.shape
        fitted = fit(adjoint, shape) if np.shape(adjoint) != shape else np.asarray(adjoint)
        found[node] = found[node] + fitted if node in found else fitted
        return fitted

    def back(self, node: Node, g: Array) -> Back:
        """What an adjoint becomes at the inputs of one operation."""
        return self.rules.of(node)(g)

    def back_with(self, value: Callable[[Node], Any], node: Node, g: Array) -> Back:
        """The same, if the nodes had other values."""
        return Rules(self.reach, self.side, value).of(node)(g)
