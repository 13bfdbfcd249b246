"""Which values are recorded, and how they are found again."""

from typing import Any

import numpy as np

from conspect.check.recording.memory import Memory
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node, Tape, Value

# Lists longer than this are taken as data without a look inside.
_LONGEST_LIST = 20_000


def is_scalar(value: Value) -> bool:
    """A number whose object is its own: no int, no bool, which Python shares.

    >>> is_scalar(0.5), is_scalar(np.float32(1)), is_scalar(1), is_scalar(np.True_)
    (True, True, False, False)
    """
    return type(value) is float or (
        isinstance(value, np.number) and not isinstance(value, np.ndarray)
    )


def is_recorded(value: Value) -> bool:
    """Whether values of this type have nodes of their own."""
    return type(value) is float or isinstance(value, (np.ndarray, np.number))


def fresh(value: float) -> float:
    """The same number as an object of its own.

    >>> a = 0.25
    >>> fresh(a) == a and fresh(a) is not a
    True
    """
    return value * 1.0


def stacked(nest: Value) -> Value:
    """A list of numbers or arrays as an array."""
    return np.array(nest)


class Values:
    """Finds the node of a value."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.memory = Memory(tape)
        self.scalars: dict[int, Node] = {}

    def new(
        self,
        value: Value,
        site: Site | None,
        function: Any = None,
        arguments: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
        origin: str = "",
    ) -> Node:
        """A new node on the tape; not yet tied to an object of the program."""
        node = Node(self.tape.next_serial(), value, site, function, arguments, keywords, origin)
        self.tape.nodes.append(node)
        return node

    def register(self, value: Value, node: Node) -> None:
        """From now on the object has this node."""
        if isinstance(value, np.ndarray):
            self.memory.register(value, node)
        else:
            self.scalars[id(value)] = node

    def has(self, value: Value) -> bool:
        """Whether this very object has a node."""
        if isinstance(value, np.ndarray):
            return id(value) in self.memory.entries
        node = self.scalars.get(id(value))
        return node is not None and node.value is value

    def node(self, value: Value, site: Site | None = None, *, literal: bool = False) -> Node | None:
        """The node of a number, an array or a list of them; None if it is nothing of the kind."""
        if isinstance(value, np.ndarray):
            return self.memory.node(value, site) if value.dtype.kind in "fiubcO" else None
        if is_scalar(value):
            node = self.scalars.get(id(value))
            if node is None or node.value is not value:
                node = self.new(value, None, origin="literal" if literal else "data")
                self.scalars[id(value)] = node
            return node
        if isinstance(value, (bool, int, np.bool_)):
            return self.new(value, site, origin="literal" if literal else "constant")
        if isinstance(value, (list, tuple)):
            return self._listed(value, site)
        return None

    def _listed(self, value: Value, site: Site | None) -> Node | None:
        size = _count(value)
        if size is None:
            return None
        if size > _LONGEST_LIST:
            return self.new(value, site, origin="data")
        nest = self._nest(value)
        return self.new(stacked(value), site, stacked, (nest,))

    def _nest(self, value: Value) -> Value:
        if isinstance(value, (list, tuple)):
            return [self._nest(part) for part in value]
        return self.node(value) if is_recorded(value) else value


def _count(value: Value) -> int | None:
    """How many numbers a nest has; None if it is no rectangular nest of numbers."""
    if isinstance(value, (list, tuple)):
        if not value:
            return None
        total = 0
        for part in value:
            inside = _count(part)
            if inside is None:
                return None
            total += inside
            if total > _LONGEST_LIST:
                return total
        if (
            len(
                {
                    np.shape(part) if isinstance(part, np.ndarray) else _length(part)
                    for part in value
                }
            )
            > 1
        ):
            return None
        return total
    if isinstance(value, np.ndarray):
        return max(value.size, 1)
    return 1 if isinstance(value, (int, float, np.number, np.bool_)) else None


def _length(value: Value) -> tuple[int, ...]:
    return (len(value),) if isinstance(value, (list, tuple)) else ()
