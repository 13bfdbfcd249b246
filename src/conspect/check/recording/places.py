"""What is bound to which place: names, attributes, the slots of lists and dictionaries."""

from collections.abc import Hashable
from typing import Any

from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Binding, Node, Tape, Value
from conspect.check.recording.values import Values, is_recorded

# Containers with more parts than this are not looked through when they are bound to a name.
_LARGEST = 2000


class Places:
    """Logs the bindings on the tape."""

    def __init__(self, tape: Tape, values: Values) -> None:
        self.tape, self.values = tape, values
        self._last: dict[Hashable, Node] = {}
        self._elements: set[Node] = set()
        self._targets: dict[int, str] = {}
        self._ints: dict[str, Hashable] = {}
        self._after_write: dict[Node, Node] = {}
        self._kept: list[Any] = []

    def bound(
        self, number: int, place: Hashable, text: str, value: Value, *, direct: bool = True
    ) -> None:
        """The place, which the source writes so, has got a value.

        Args:
            direct: whether it was assigned there; an argument of a function is not.
        """
        if is_recorded(value):
            node = self.values.node(value)
            if node is not None:
                self.log(place, node, number, text, direct=direct)
        elif type(value) is int:
            self._ints[text] = place
            self._last.pop(place, None)
        elif isinstance(value, (list, tuple, dict)) and _is_small(value):
            self._keep(value)
            self._bound_parts(number, place, text, value)

    def bound_attribute(
        self, number: int, owner: Any, name: str, value: Value, owner_text: str = ""
    ) -> None:
        """An attribute has got a value."""
        self._keep(owner)
        text = f"{owner_text or self.owner(number)}.{name}"
        self.bound(number, ("attribute", id(owner), name), text, value)

    def bound_item(self, number: int, owner: Any, key: Any, value: Value) -> None:
        """A slot of a container has got a value."""
        if isinstance(owner, list) and type(key) is int and key < 0:
            key += len(owner)
        if _is_key(key):
            self._keep(owner)
            self.bound(number, ("item", id(owner), key), f"{self.owner(number)}[{key!r}]", value)

    def bound_items(self, number: int, owner: dict[Any, Any]) -> None:
        """All slots of a dictionary may have got values."""
        if _is_small(owner):
            for key, value in owner.items():
                self.bound_item(number, owner, key, value)

    def _bound_parts(self, number: int, place: Hashable, text: str, value: Any) -> None:
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            inner, inner_text = ("part", place, key), f"{text}[{key!r}]"
            if is_recorded(part):
                node = self.values.node(part)
                if node is not None:
                    self.log(inner, node, number, inner_text)
            elif isinstance(part, (list, tuple, dict)):
                self._bound_parts(number, inner, inner_text, part)
            if not isinstance(value, tuple):
                self._hold(("item", id(value), key), part)

    def _hold(self, slot: Hashable, value: Any) -> None:
        """What a container's slot holds, should it be assigned later by itself."""
        if is_recorded(value):
            node = self.values.node(value)
            if node is not None:
                self._last[slot] = node
        elif isinstance(value, (list, tuple, dict)):
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                self._hold(("part", slot, key), part)

    def log(
        self, place: Hashable, node: Node, number: int, text: str, *, direct: bool = False
    ) -> None:
        """Note what a place holds now, if it has changed."""
        old = self._last.get(place)
        if old is not node:
            written = self._written_since(old)
            old = old if written is node else written
        self._last[place] = node
        if isinstance(place, tuple) and place[0] in ("item", "part"):
            self._elements.add(node)
        if old is not node:
            site, serial = self._site(number), self.tape.next_serial()
            self.tape.bindings.append(Binding(place, old, node, site, serial, text, direct))

    def written(self, number: int, array: Any, old: Node, new: Node, text: str) -> None:
        """An array has been written to."""
        self._after_write[old] = new
        site, serial = self._site(number), self.tape.next_serial()
        self.tape.bindings.append(Binding(("array", id(array)), old, new, site, serial, text))

    def _written_since(self, node: Node | None) -> Node | None:
        """What an array that was bound to a place holds after the writes since."""
        while node in self._after_write:
            node = self._after_write[node]
        return node

    def put_back(self, array: Any, node: Node) -> None:
        """An array is again what it was: the writes since were only a probe."""
        probed: set[Node] = set()
        latest = node
        while latest in self._after_write:
            latest = self._after_write.pop(latest)
            probed.add(latest)
        bindings, k = self.tape.bindings, len(self.tape.bindings)
        while probed and k:
            k -= 1
            if bindings[k].place == ("array", id(array)) and bindings[k].new in probed:
                probed.remove(bindings[k].new)
                del bindings[k]

    def is_element(self, node: Node) -> bool:
        """Whether the node's value stands in a list or dictionary."""
        return node in self._elements

    def whole_number(self, value: Value, name: str) -> Node | None:
        """The node of an int that an operand's name was given: `m = 0` may begin a parameter.

        Python shares its ints, so they are told apart by their names.
        """
        place = self._ints.get(name) if type(value) is int else None
        if place is None:
            return None
        node = self._last.get(place)
        if node is None or node.value is not value:
            node = self._last[place] = self.values.new(value, None, origin="data")
        return node

    def target(self, number: int) -> str:
        """The text of what is assigned to, as the source has it."""
        if number not in self._targets:
            text = self._site(number).text.split("=")[0].rstrip("+-*/@%&|^ ").strip()
            self._targets[number] = " ".join(text.split())
        return self._targets[number]

    def owner(self, number: int) -> str:
        """The text of what an assigned attribute or item belongs to."""
        return owner_of(self.target(number))

    def _site(self, number: int) -> Site:
        return self.tape.sources.sites[number]

    def _keep(self, value: Any) -> None:
        """Keep an object alive, so that its `id` stays its own."""
        self._kept.append(value)


def owner_of(text: str) -> str:
    """The text before the last attribute or item of an expression.

    >>> owner_of("self.weights[k]"), owner_of("net.b"), owner_of("w")
    ('self.weights', 'net', 'w')
    """
    depth = 0
    for place in range(len(text) - 1, 0, -1):
        depth += (text[place] in ")]") - (text[place] in "([")
        if depth == 0 and text[place] in "[.":
            return text[:place]
    return text


def _is_key(value: Any) -> bool:
    return isinstance(value, (str, int)) or (
        isinstance(value, tuple) and all(isinstance(part, (str, int)) for part in value)
    )


def _is_small(value: Any) -> bool:
    count, stack = 0, [value]
    while stack:
        part = stack.pop()
        inside = part.values() if isinstance(part, dict) else part
        count += len(inside)
        if count > _LARGEST:
            return False
        stack.extend(p for p in inside if isinstance(p, (list, tuple, dict)))
    return True
