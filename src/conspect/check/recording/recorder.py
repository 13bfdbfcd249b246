"""What the rewritten program calls: does what Python would, and notes it."""

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np

from conspect.check.recording.call import Call
from conspect.check.recording.dispatch import make
from conspect.check.recording.notes import Notes
from conspect.check.recording.operations import Attribute, written
from conspect.check.recording.operators import IN_PLACE, OPERATORS, joining, meant
from conspect.check.recording.tape import Value
from conspect.check.recording.values import fresh, is_recorded


class Recorder(Notes):
    """Stands in the program's built-ins under the name that the rewritten code uses."""

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
