"""The record played again: values that were lost, and values as they would be with other leaves."""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

import numpy as np

from conspect.check.recording.tape import LOST, Node, put_in


class Values:
    """The values of nodes, worked out again where the program has overwritten them.

    Args:
        changed: values to take in place of the recorded ones; nodes that depend on them are worked
            out anew.
    """

    def __init__(self, changed: Mapping[Node, Any] | None = None) -> None:
        self.changed = dict(changed or {})
        self._known: dict[Node, Any] = dict(self.changed)
        self._touched: dict[Node, bool] = dict.fromkeys(self.changed, True)

    def __call__(self, node: Node) -> Any:
        if node not in self._known:
            self._work_out(node)
        return self._known[node]

    def _work_out(self, wanted: Node) -> None:
        stack = [wanted]
        while stack:
            node = stack[-1]
            if node in self._known:
                stack.pop()
                continue
            if not self.changed and node.value is not LOST:
                self._known[node] = node.value
                continue
            missing = [entry for entry in node.inputs if entry not in self._known]
            if missing:
                stack.extend(missing)
                continue
            self._finish(node)
            stack.pop()

    def _finish(self, node: Node) -> None:
        touched = any(self._touched.get(entry, False) for entry in node.inputs)
        self._touched[node] = touched
        if not touched and node.value is not LOST:
            self._known[node] = node.value
            return
        if node.function is None and node.origin in ("zeros", "zeros_like", "empty", "empty_like"):
            self._known[node] = np.zeros(node.shape)
            return
        if node.function is None:
            raise LookupError("a value that the program has overwritten")
        arguments = [put_in(argument, self._known.__getitem__) for argument in node.arguments]
        keywords = {key: put_in(v, self._known.__getitem__) for key, v in node.keywords.items()}
        with np.errstate(all="ignore"):
            self._known[node] = node.function(*arguments, **keywords)


class Forward:
    """Some recorded values as a function of others: what depends on these is worked out anew.

    Args:
        leaves: the nodes that may have other values.
        nodes: the part of the record between, in order.
        ends: the nodes that are wanted.
        values: the recorded values.
    """

    def __init__(
        self,
        leaves: Iterable[Node],
        nodes: Iterable[Node],
        ends: Iterable[Node],
        values: Values,
    ) -> None:
        self.leaves, self.recorded = set(leaves), values
        ordered = list(nodes)
        dependent = between(self.leaves, ordered)
        behind = ancestors(ends, self.leaves)
        self.steps = [
            node
            for node in ordered
            if node in dependent and node in behind and node not in self.leaves
        ]

    def __call__(self, leaves: Mapping[Node, Any]) -> Callable[[Node], Any]:
        """What gives each node's value, the leaves having these."""
        known: dict[Node, Any] = dict(leaves)

        def look(node: Node) -> Any:
            return known[node] if node in known else self.recorded(node)

        for node in self.steps:
            assert node.function is not None
            arguments = [put_in(argument, look) for argument in node.arguments]
            keywords = {key: put_in(value, look) for key, value in node.keywords.items()}
            with np.errstate(all="ignore"):
                known[node] = node.function(*arguments, **keywords)
        return look


def between(leaves: Iterable[Node], nodes: Iterable[Node]) -> set[Node]:
    """The leaves, and all of the given nodes (in the order of the record) that depend on them."""
    found = set(leaves)
    for node in nodes:
        if node not in found and any(entry in found for entry in node.inputs):
            found.add(node)
    return found


def ancestors(nodes: Iterable[Node], stop: Container[Node] = ()) -> set[Node]:
    """What the nodes were computed from, themselves included; not looking behind `stop`."""
    found: set[Node] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node in found:
            continue
        found.add(node)
        if node not in stop:
            stack.extend(node.inputs)
    return found
