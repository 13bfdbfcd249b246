"""The record of a run: what was computed, from what, where; and what was bound to which place."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conspect.check.recording.sites import Site, Sources

Value = Any
"""A number or an array of the program, or anything that holds them."""


class Lost:
    """Stands for a value that was written over before anyone read it."""


LOST = Lost()


class Node:
    """A value, and the call that it came from.

    Attributes:
        function: what was called; None for a leaf, a value that came from outside.
        arguments, keywords: what with; `Node`s stand in the place of recorded values, also inside
            lists and tuples.
        inputs: these nodes.
        value: the result; `LOST` if it was written over before anyone read it.
        site: where in the source; None if nowhere.
        serial: the order of events.
        origin: of a leaf: `literal`, `constant` (an int, a bool), `data`, or the name of the
            function that made it.
        used: whether an operation has read the value itself, not only its place.
        shape: of the value; it outlives the value.
    """

    __slots__ = (
        "arguments", "function", "inputs", "keywords", "origin", "serial", "shape", "site", "used",
        "value",
    )  # fmt: skip

    def __init__(
        self,
        serial: int,
        value: Value,
        site: Site | None,
        function: Callable[..., Any] | None = None,
        arguments: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
        origin: str = "",
    ) -> None:
        self.serial, self.value, self.site = serial, value, site
        self.function, self.arguments, self.keywords = function, arguments, keywords or {}
        self.origin, self.used = origin, False
        self.shape: tuple[int, ...] = value.shape if isinstance(value, np.ndarray) else ()
        self.inputs = tuple(nodes_in((arguments, self.keywords))) if function else ()

    def __repr__(self) -> str:
        name = getattr(self.function, "__name__", self.origin or "leaf")
        where = self.site.line if self.site else "-"
        return f"<{self.serial} {name} line {where}>"


def nodes_in(value: Any) -> Iterator[Node]:
    """The nodes in a nest of lists, tuples, dictionaries and slices, in order."""
    if isinstance(value, Node):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from nodes_in(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from nodes_in(part)
    elif isinstance(value, slice):
        yield from nodes_in((value.start, value.stop, value.step))


def put_in(value: Any, replace: Callable[[Node], Any]) -> Any:
    """The nest with every node replaced."""
    if isinstance(value, Node):
        return replace(value)
    if type(value) is list:
        return [put_in(part, replace) for part in value]
    if type(value) is tuple:
        return tuple(put_in(part, replace) for part in value)
    if type(value) is dict:
        return {key: put_in(part, replace) for key, part in value.items()}
    if isinstance(value, slice):
        return slice(*(put_in(p, replace) for p in (value.start, value.stop, value.step)))
    return value


@dataclass(frozen=True, slots=True)
class Binding:
    """A place was given a value.

    Attributes:
        place: what tells the place from others.
        old, new: the nodes before and after; `old` None at the first time.
        site: where.
        serial: the order of events.
        text: the place as the source writes it.
        direct: whether the place itself was assigned, not something around it.
    """

    place: Hashable
    old: Node | None
    new: Node
    site: Site
    serial: int
    text: str
    direct: bool = True


@dataclass
class Tape:
    """Everything recorded, in order.

    Attributes:
        entered: the functions that were entered, by their sites' keys.
        first_serial: events before it were dropped.
    """

    sources: Sources
    nodes: list[Node] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    entered: dict[str, int] = field(default_factory=dict)
    serial: int = 0

    def next_serial(self) -> int:
        """The number of the next event."""
        self.serial += 1
        return self.serial
