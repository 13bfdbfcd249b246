"""Notes on the tape what was computed, from what, and what arrays were written into."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from conspect.check.recording.operations import PLACES_ONLY, written
from conspect.check.recording.pace import Pace
from conspect.check.recording.places import Places
from conspect.check.recording.probes import before_probe
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node, Tape, Value
from conspect.check.recording.values import Values, is_recorded


class Notes:
    """The nodes of the values, and how new ones are made.

    Attributes:
        active: nothing is noted while it is false.
        places: what the program's names, attributes and slots hold.
    """

    def __init__(self, tape: Tape, watch: Callable[[], None]) -> None:
        self.tape = tape
        self.values = Values(tape)
        self.places = Places(tape, self.values)
        self.active = True
        self.pace = Pace(tape, watch)
        self._latest: Node | None = None

    def tick(self) -> None:
        """Something has happened: look now and then whether enough has been seen."""
        if self.active:
            self.pace.event()

    def site(self, number: int) -> Site:
        """The place of that number."""
        return self.tape.sources.sites[number]

    def note(
        self,
        number: int,
        function: Any,
        arguments: tuple[Any, ...],
        keywords: dict[str, Any],
        result: Value,
        *,
        numbers: bool = False,
    ) -> Node | None:
        """Note a call whose result is a number or an array.

        Args:
            numbers: whether ints among the arguments are operands, not sizes or axes.
        """
        self.tick()
        if not is_recorded(result) or not self.active or self.values.has(result):
            return None
        site = self.site(number)
        literals = site.literals
        known = [
            (numbers and k < len(site.names) and self.places.whole_number(a, site.names[k]))
            or self.operand(a, site, numbers=numbers, literal=k < len(literals) and literals[k])
            for k, a in enumerate(arguments)
        ]
        named = {key: self.operand(value, site) for key, value in keywords.items()}
        node = self.values.new(result, site, function, tuple(known), named)
        if not node.inputs:
            node.function, node.origin = None, getattr(function, "__name__", "data")
        else:
            first = 1 if function in PLACES_ONLY else 0
            for entry in node.inputs[first:]:
                entry.used = True
        self.values.register(result, node)
        return node

    def operand(
        self, value: Value, site: Site | None, *, numbers: bool = False, literal: bool = False
    ) -> Value:
        """A node in place of a value, or the value itself where it only says how."""
        if is_recorded(value):
            return self.values.node(value, site, literal=literal)
        if isinstance(value, bool | np.bool_) and self._has_just_compared(value, site):
            return self._latest
        if numbers and isinstance(value, (bool, int, np.bool_)):
            return self.values.node(value, site, literal=literal)
        if isinstance(value, (list, tuple)) and any(map(is_recorded, _flat(value))):
            found = self.values.node(value, site) if isinstance(value, list) else None
            return found or type(value)(self.operand(part, None) for part in value)
        return value

    def _has_just_compared(self, value: Value, site: Site | None) -> bool:
        """Whether a truth value is that of the comparison that stands within this place."""
        latest = self._latest
        return (
            latest is not None
            and latest.value is value
            and latest.site is not None
            and site is not None
            and latest.site.is_within(site)
        )

    def _compared(
        self, number: int, function: Any, operands: tuple[Value, Value], result: Value
    ) -> None:
        """Note a comparison of numbers: Python has one True for all, its place tells it apart."""
        site = self.site(number)
        nodes = tuple(self.operand(operand, site, numbers=True) for operand in operands)
        self._latest = self.values.new(result, site, function, nodes)
        for node in self._latest.inputs:
            node.used = True

    def _write(self, number: int, owner: Any, index: Any, value: Value) -> None:
        """Write into an array."""
        site = self.site(number)
        new, where = self.operand(value, site), self.operand(index, site)
        if isinstance(new, Node):
            new.used = True
        old = self.values.memory.before_write(owner)
        owner[index] = value
        earlier = before_probe(old, where, new)
        if earlier is not None and self.values.memory.put_back(owner, earlier):
            self.places.put_back(owner, earlier)
            return
        node = self.values.new(owner, site, written, (old, where, new))
        self._finish_write(number, owner, node, self.places.owner(number))

    def _finish_write(self, number: int, owner: Any, node: Node, text: str) -> None:
        base = self.values.memory.entries[id(owner)].base
        before = base.node
        self.values.memory.after_write(owner, node, self.site(number))
        self.places.written(number, base.array, before, base.node, text)

    def rewritten(self, number: int, array: Any, function: Any, arguments: tuple[Any, ...]) -> None:
        """An array was changed as a whole by a call that has just been made.

        `before_write` was called before it, and `arguments` are nodes.
        """
        node = self.values.new(array, self.site(number), function, arguments)
        if not node.inputs:
            node.function, node.origin = None, "data"
        self._finish_write(number, array, node, "")


def _flat(value: Any) -> Iterator[Any]:
    """The numbers in a nest, the first few thousand."""
    stack, left = [value], 5000
    while stack and left:
        left -= 1
        part = stack.pop()
        if isinstance(part, (list, tuple)):
            stack.extend(part[:left])
        else:
            yield part
