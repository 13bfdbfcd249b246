"""What the rewritten program calls: does what Python would, and notes it."""

import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from conspect.check.recording.call import Call
from conspect.check.recording.dispatch import make
from conspect.check.recording.operations import PLACES_ONLY, Attribute, written
from conspect.check.recording.operators import IN_PLACE, OPERATORS, joining, meant
from conspect.check.recording.pace import Pace
from conspect.check.recording.places import Places
from conspect.check.recording.probes import before_probe
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node, Tape, Value
from conspect.check.recording.values import Values, fresh, is_recorded


class Recorder:
    """Stands in the program's built-ins under the name that the rewritten code uses.

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

    # ---- expressions

    def literal(self, value: float, is_operand: bool) -> float:
        """A number written in the source, as an object of its own."""
        own = fresh(value)
        if self.active:
            origin = "literal" if is_operand else "data"
            self.values.register(own, self.values.new(own, None, origin=origin))
        return own

    def again(self, value: Value) -> Value:
        """A value that is bound to a second name: a number becomes an object of its own.

        One that is an element of a list, of weights say, stays what it is.
        """
        if type(value) is not float or not self.active:
            return value
        node, own = self.values.node(value), fresh(value)
        if node is not None and not node.function and not self.places.is_element(node):
            node = self.values.new(own, None, origin=node.origin)
            self.values.register(own, node)
            return own
        return value

    def slice(self, *parts: Any) -> slice:
        """`a:b:c` in an index."""
        return slice(*parts)

    def binary(self, number: int, name: str, left: Value, right: Value) -> Value:
        """Two operands and an operator, or a comparison."""
        result = OPERATORS[name](left, right)
        if self.active:
            if is_recorded(left) or is_recorded(right):
                function = meant(name, left, right)
                self.note(number, function, (left, right), {}, result, numbers=True)
                if isinstance(result, bool | np.bool_):
                    self._compared(number, function, (left, right), result)
            elif type(result) is list and name == "Mult":
                self._separate(result)
        return result

    def _compared(
        self, number: int, function: Any, operands: tuple[Value, Value], result: Value
    ) -> None:
        """Note a comparison of numbers: Python has one True for all, its place tells it apart."""
        site = self.site(number)
        nodes = tuple(self.operand(operand, site, numbers=True) for operand in operands)
        self._latest = self.values.new(result, site, function, nodes)
        for node in self._latest.inputs:
            node.used = True

    def _separate(self, repeated: list[Any]) -> None:
        """`[0.0] * 3` holds one object three times; each becomes one of its own."""
        for index, value in enumerate(repeated):
            if type(value) is float:
                node = self.values.node(value)
                repeated[index] = own = fresh(value)
                if node is not None:
                    self.values.register(own, self.values.new(own, None, origin=node.origin))

    def unary(self, number: int, name: str, operand: Value) -> Value:
        """One operand and an operator."""
        result = OPERATORS[name](operand)
        if self.active and is_recorded(operand) and result is not operand:
            self.note(number, OPERATORS[name], (operand,), {}, result)
        return result

    def view(self, number: int, owner: Value, name: str) -> Value:
        """`array.T` and the like."""
        result = getattr(owner, name)
        if self.active and isinstance(owner, np.ndarray) and isinstance(result, np.ndarray):
            self.note(number, Attribute(name), (owner,), {}, result)
        return result

    def item(self, number: int, owner: Value, index: Any) -> Value:
        """`owner[index]`."""
        result = owner[index]
        if self.active and isinstance(owner, np.ndarray):
            self.note(number, operator.getitem, (owner, index), {}, result)
        elif self.active and (joined := joining(owner, index)) is not None:
            self.note(number, joined, (index,), {}, result)
        return result

    def call(self, number: int, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """`function(*arguments, **keywords)`."""
        if not self.active:
            return function(*arguments, **keywords)
        self.tick()
        return make(Call(self, number, function, arguments, keywords))

    def iterate(self, number: int, source: Any) -> Any:
        """What a loop runs over; the parts of an array get nodes of their own."""
        if self.active and isinstance(source, np.ndarray) and source.ndim:
            return self._parts(number, source)
        return source

    def _parts(self, number: int, array: Value) -> Iterator[Any]:
        for index in range(len(array)):
            yield self.item(number, array, index)

    # ---- notes

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

    # ---- bindings

    def bind(self, number: int, scope: str, name: str, value: Value) -> Value:
        """`name = value`."""
        if self.active:
            self.places.bound(number, ("name", scope, name), name, value)
        return value

    def loop(self, number: int, scope: str, name: str, value: Value) -> None:
        """`for name in …` has bound the name."""
        if self.active and (is_recorded(value) or type(value) is int):
            node = self.values.node(value)
            if node is not None:
                self.places.log(("loop", scope, name), node, number, "")

    def enter(self, number: int, scope: str, names: tuple[str, ...], *values: Value) -> None:
        """A function is entered with these arguments."""
        if not self.active:
            return
        self.tape.entered[scope] = self.tape.entered.get(scope, 0) + 1
        for name, value in zip(names, values, strict=True):
            if is_recorded(value):
                self.places.bound(number, ("name", scope, name), name, value, direct=False)
        self.tick()

    def set_attribute(
        self, number: int, value: Value, owner: Any, name: str, text: str = ""
    ) -> None:
        """`owner.name = value`."""
        setattr(owner, name, value)
        if self.active:
            self.places.bound_attribute(number, owner, name, value, text)

    def set_item(self, number: int, value: Value, owner: Any, index: Any) -> None:
        """`owner[index] = value`."""
        if not self.active:
            owner[index] = value
        elif isinstance(owner, np.ndarray):
            self._write(number, owner, index, value)
        else:
            owner[index] = value
            self.places.bound_item(number, owner, index, value)

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

    # ---- `target op= value`

    def augment(self, number: int, name: str, old: Value, value: Value) -> Value:
        """`old op= value`, for a name."""
        if not self.active or not (is_recorded(old) or is_recorded(value)):
            return IN_PLACE[name](old, value)
        if not isinstance(old, np.ndarray):
            result = IN_PLACE[name](old, value)
            self.note(number, OPERATORS[name], (old, value), {}, result, numbers=True)
            return result
        site = self.site(number)
        operand = self.operand(value, site, numbers=True, literal=site.literals[-1])
        before = self.values.memory.node(old)
        before.used |= name not in ("Add", "Sub")
        self.values.memory.before_write(old)
        result = IN_PLACE[name](old, value)
        if result is not old:
            function = meant(name, old, value)
            self.note(number, function, (old, value), {}, result, numbers=True)
            return result
        node = self.values.new(old, site, OPERATORS[name], (before, operand))
        for entry in node.inputs[1:]:
            entry.used = True
        self._finish_write(number, old, node, self.places.target(number))
        return result

    def begin_attribute(self, number: int, owner: Any, name: str) -> Any:
        """`owner.name op= …`: the value before."""
        return (owner, name, getattr(owner, name), True)

    def begin_item(self, number: int, owner: Any, index: Any) -> Any:
        """`owner[index] op= …`: the value before."""
        return (owner, index, self.item(number, owner, index), False)

    def end_augment(self, number: int, operation: str, begun: Any, value: Value) -> None:
        """`… op= value`: the new value, stored."""
        owner, where, old, is_attribute = begun
        if is_attribute:
            result = self.augment(number, operation, old, value)
            self.set_attribute(number, result, owner, where)
            return
        if not self.active or not isinstance(owner, np.ndarray):
            self.set_item(number, self.augment(number, operation, old, value), owner, where)
            return
        site = self.site(number)
        before = self.values.node(old, site)
        if before is not None:
            before.used |= operation not in ("Add", "Sub")
        operand = self.operand(value, site, numbers=True, literal=site.literals[-1])
        array_before = self.values.memory.before_write(owner)
        if isinstance(old, np.ndarray):
            # Part of the owner, or a copy picked from it: either is written to.
            self.values.memory.before_write(old)
        result = IN_PLACE[operation](old, value)
        owner[where] = result
        # The element's new value: its own node, so that the update can be read off.
        kept = np.array(result) if isinstance(result, np.ndarray) else result
        new = self.values.new(kept, site, OPERATORS[operation], (before, operand))
        for entry in new.inputs[1:]:
            entry.used = True
        index = self.operand(where, site)
        node = self.values.new(owner, site, written, (array_before, index, new))
        self._finish_write(number, owner, node, self.places.owner(number))


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
