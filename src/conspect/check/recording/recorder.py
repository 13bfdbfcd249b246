"""What the rewritten program calls: does what Python would, and notes it."""

import operator
import time
from collections.abc import Callable, Hashable, Iterator
from typing import Any

import numpy as np

from conspect.check.recording import calls
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Binding, Node, Tape, Value
from conspect.check.recording.values import Values, fresh, is_recorded, is_scalar

_OPERATORS: dict[str, Callable[..., Any]] = {
    "Add": operator.add, "Sub": operator.sub, "Mult": operator.mul, "Div": operator.truediv,
    "FloorDiv": operator.floordiv, "Mod": operator.mod, "Pow": operator.pow,
    "MatMult": operator.matmul, "BitAnd": operator.and_, "BitOr": operator.or_,
    "BitXor": operator.xor, "LShift": operator.lshift, "RShift": operator.rshift,
    "USub": operator.neg, "UAdd": operator.pos, "Invert": operator.invert,
    "Lt": operator.lt, "LtE": operator.le, "Gt": operator.gt, "GtE": operator.ge,
    "Eq": operator.eq, "NotEq": operator.ne,
}  # fmt: skip
_IN_PLACE: dict[str, Callable[..., Any]] = {
    "Add": operator.iadd, "Sub": operator.isub, "Mult": operator.imul, "Div": operator.itruediv,
    "FloorDiv": operator.ifloordiv, "Mod": operator.imod, "Pow": operator.ipow,
    "MatMult": operator.imatmul, "BitAnd": operator.iand, "BitOr": operator.ior,
    "BitXor": operator.ixor, "LShift": operator.ilshift, "RShift": operator.irshift,
}  # fmt: skip

# Containers larger than this are not looked through when they are bound to a name.
_LARGEST_BOUND = 2000
_MISSING = object()


def _joining(owner: Value, index: Any) -> Callable[..., Any] | None:
    """What `np.r_[a, b]` or `np.c_[a, b]` does; None for other owners, and where it counts."""
    if not isinstance(index, tuple) or any(isinstance(part, (slice, str)) for part in index):
        return None
    if owner is np.c_:
        return np.column_stack
    if owner is np.r_:
        return np.hstack if all(np.ndim(part) < 2 for part in index) else np.concatenate
    return None


class Recorder:
    """Stands in the program's built-ins under the name that the rewritten code uses.

    Attributes:
        active: nothing is noted while it is false.
        watch: called now and then; may end the program.
    """

    def __init__(self, tape: Tape, watch: Callable[[], None]) -> None:
        self.tape, self.watch = tape, watch
        self.values = Values(tape)
        self.active = True
        self.kept: list[Any] = []
        self._last: dict[Hashable, Node] = {}
        self._elements: set[Node] = set()
        self._targets: dict[int, str] = {}
        self._next_size, self._next_time = 4000, time.monotonic() + 0.5
        self._countdown = 256
        self._ints: dict[str, Hashable] = {}

    # ---- what the watcher needs

    def tick(self) -> None:
        """Something has happened: look now and then whether enough has been seen."""
        self._countdown -= 1
        if self._countdown or not self.active:
            self._countdown = self._countdown or 256
            return
        self._countdown = 256
        now = time.monotonic()
        if len(self.tape.nodes) >= self._next_size or now >= self._next_time:
            self.watch()
            passed = time.monotonic() - now
            self._next_size = int(len(self.tape.nodes) * 1.6) + 2000
            self._next_time = time.monotonic() + max(0.5, 4 * passed)

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
        if node is not None and not node.function and node not in self._elements:
            node = self.values.new(own, None, origin=node.origin)
            self.values.register(own, node)
            return own
        return value

    def slice(self, *parts: Any) -> slice:
        """`a:b:c` in an index."""
        return slice(*parts)

    def binary(self, number: int, name: str, left: Value, right: Value) -> Value:
        """Two operands and an operator, or a comparison."""
        result = _OPERATORS[name](left, right)
        if self.active:
            if is_recorded(left) or is_recorded(right):
                function = _meant(name, left, right)
                self.note(number, function, (left, right), {}, result, numbers=True)
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
        result = _OPERATORS[name](operand)
        if self.active and is_recorded(operand) and result is not operand:
            self.note(number, _OPERATORS[name], (operand,), {}, result)
        return result

    def view(self, number: int, owner: Value, name: str) -> Value:
        """`array.T` and the like."""
        result = getattr(owner, name)
        if self.active and isinstance(owner, np.ndarray) and isinstance(result, np.ndarray):
            self.note(number, calls.Attribute(name), (owner,), {}, result)
        return result

    def item(self, number: int, owner: Value, index: Any) -> Value:
        """`owner[index]`."""
        result = owner[index]
        if self.active and isinstance(owner, np.ndarray):
            self.note(number, operator.getitem, (owner, index), {}, result)
        elif self.active and (joining := _joining(owner, index)) is not None:
            self.note(number, joining, (index,), {}, result)
        return result

    def call(self, number: int, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """`function(*arguments, **keywords)`."""
        if not self.active:
            return function(*arguments, **keywords)
        self.tick()
        return calls.call(self, number, function, arguments, keywords)

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
            (numbers and self._whole_number(a, site, k))
            or self.operand(a, site, numbers=numbers, literal=k < len(literals) and literals[k])
            for k, a in enumerate(arguments)
        ]
        named = {key: self.operand(value, site) for key, value in keywords.items()}
        node = self.values.new(result, site, function, tuple(known), named)
        if not node.inputs:
            node.function, node.origin = None, getattr(function, "__name__", "data")
        else:
            first = 1 if function in calls.PLACES_ONLY else 0
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
        if numbers and isinstance(value, (bool, int, np.bool_)):
            return self.values.node(value, site, literal=literal)
        if isinstance(value, (list, tuple)) and any(map(is_recorded, _flat(value))):
            found = self.values.node(value, site) if isinstance(value, list) else None
            return found or type(value)(self.operand(part, None) for part in value)
        if isinstance(value, slice):
            return slice(*(_plain(p) for p in (value.start, value.stop, value.step)))
        return value

    def _whole_number(self, value: Value, site: Site, k: int) -> Node | None:
        """The node of an int that an operand's name was given: `m = 0` may begin a parameter.

        Python shares its ints, so they are told apart by their names.
        """
        name = site.names[k] if type(value) is int and k < len(site.names) else ""
        place = self._ints.get(name)
        if place is None:
            return None
        node = self._last.get(place)
        if node is None or node.value is not value:
            node = self._last[place] = self.values.new(value, None, origin="data")
        return node

    # ---- bindings

    def bind(self, number: int, scope: str, name: str, value: Value) -> Value:
        """`name = value`."""
        if self.active:
            self._bound(number, ("name", scope, name), name, value)
        return value

    def loop(self, number: int, scope: str, name: str, value: Value) -> None:
        """`for name in …` has bound the name."""
        if self.active and (is_recorded(value) or type(value) is int):
            node = self.values.node(value)
            if node is not None:
                self._log(("loop", scope, name), node, number, "", False)

    def enter(self, number: int, scope: str, names: tuple[str, ...], *values: Value) -> None:
        """A function is entered with these arguments."""
        if not self.active:
            return
        self.tape.entered[scope] = self.tape.entered.get(scope, 0) + 1
        for name, value in zip(names, values, strict=True):
            if is_recorded(value):
                self._bound(number, ("name", scope, name), name, value)
        self.tick()

    def set_attribute(
        self, number: int, value: Value, owner: Any, name: str, text: str = ""
    ) -> None:
        """`owner.name = value`."""
        setattr(owner, name, value)
        if self.active:
            self.keep(owner)
            text = f"{text or self._owner(number)}.{name}"
            self._bound(number, ("attribute", id(owner), name), text, value)

    def set_item(self, number: int, value: Value, owner: Any, index: Any) -> None:
        """`owner[index] = value`."""
        if self.active and isinstance(owner, np.ndarray):
            new = self._written_value(number, value)
            self._write(number, owner, index, value, new)
            return
        if self.active and isinstance(owner, list) and type(index) is int:
            index_now = index if index >= 0 else index + len(owner)
        else:
            index_now = index
        owner[index] = value
        if self.active and _is_key(index_now):
            self.keep(owner)
            text = f"{self._owner(number)}[{index_now!r}]"
            self._bound(number, ("item", id(owner), index_now), text, value)

    def _written_value(self, number: int, value: Value) -> Value:
        node = self.operand(value, self.site(number))
        if isinstance(node, Node):
            node.used = True
        return node

    def _write(self, number: int, owner: Any, index: Any, value: Value, new: Value) -> None:
        """Write into an array; `new` is the node of the value."""
        site = self.site(number)
        where = self.operand(index, site)
        old = self.values.memory.before_write(owner, _data)
        owner[index] = value
        node = self.values.new(owner, site, calls.written, (old, where, new))
        self._finish_write(number, owner, old, node, self._owner(number))

    def _finish_write(self, number: int, owner: Any, old: Node, node: Node, text: str) -> None:
        site = self.site(number)
        memory = self.values.memory
        base = memory.entries[id(owner)].base
        before = base.node
        memory.after_write(owner, node, site)
        self.tape.bindings.append(
            Binding(
                ("array", id(base.array)), before, base.node, site,
                self.tape.next_serial(), text,
            )
        )  # fmt: skip

    def rewritten(self, number: int, array: Any, function: Any, arguments: tuple[Any, ...]) -> None:
        """An array was changed as a whole by a call that has just been made.

        `before_write` was called before it, and `arguments` are nodes.
        """
        old = self.values.memory.entries[id(array)].node
        node = self.values.new(array, self.site(number), function, arguments)
        if not node.inputs:
            node.function, node.origin = None, "data"
        self._finish_write(number, array, old, node, "")

    # ---- `target op= value`

    def augment(self, number: int, name: str, old: Value, value: Value) -> Value:
        """`old op= value`, for a name."""
        if not self.active or not (is_recorded(old) or is_recorded(value)):
            return _IN_PLACE[name](old, value)
        if not isinstance(old, np.ndarray):
            result = _IN_PLACE[name](old, value)
            self.note(number, _OPERATORS[name], (old, value), {}, result, numbers=True)
            return result
        site = self.site(number)
        operand = self.operand(value, site, numbers=True, literal=site.literals[-1])
        before = self.values.memory.node(old, _data)
        before.used |= name not in ("Add", "Sub")
        self.values.memory.before_write(old, _data)
        result = _IN_PLACE[name](old, value)
        if result is not old:
            function = _meant(name, old, value)
            self.note(number, function, (old, value), {}, result, numbers=True)
            return result
        node = self.values.new(old, site, _OPERATORS[name], (before, operand))
        for entry in node.inputs[1:]:
            entry.used = True
        self._finish_write(number, old, before, node, self._target(number))
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
        array_before = self.values.memory.before_write(owner, _data)
        if isinstance(old, np.ndarray):
            # Part of the owner, or a copy picked from it: either is written to.
            self.values.memory.before_write(old, _data)
        result = _IN_PLACE[operation](old, value)
        owner[where] = result
        # The element's new value: its own node, so that the update can be read off.
        kept = np.array(result) if isinstance(result, np.ndarray) else result
        new = self.values.new(kept, site, _OPERATORS[operation], (before, operand))
        for entry in new.inputs[1:]:
            entry.used = True
        index = self.operand(where, site)
        node = self.values.new(owner, site, calls.written, (array_before, index, new))
        self._finish_write(number, owner, array_before, node, self._owner(number))

    # ---- helpers

    def bound_item(self, number: int, owner: Any, key: Any, value: Value) -> None:
        """A container's slot has got a value."""
        self.keep(owner)
        self._bound(number, ("item", id(owner), key), f"{self._owner(number)}[{key!r}]", value)

    def bind_parts(self, number: int, owner: Any) -> None:
        """A container's slots may all have got values."""
        if _small(owner):
            self.keep(owner)
            for key, value in owner.items():
                if _is_key(key):
                    self.bound_item(number, owner, key, value)

    def keep(self, value: Any) -> None:
        """Keep an object alive, so that its `id` stays its own."""
        self.kept.append(value)

    def _target(self, number: int) -> str:
        """The text of what is assigned to, as the source has it."""
        if number not in self._targets:
            text = self.site(number).text.split("=")[0].rstrip("+-*/@%&|^ ").strip()
            self._targets[number] = " ".join(text.split())
        return self._targets[number]

    def _owner(self, number: int) -> str:
        """The text of what an assigned attribute or item belongs to."""
        return owner_of(self._target(number))

    def _bound(self, number: int, place: Hashable, text: str, value: Value) -> None:
        if is_recorded(value):
            node = self.values.node(value)
            if node is not None:
                self._log(place, node, number, text, True)
        elif type(value) is int:
            self._ints[text] = place
            self._last.pop(place, None)
        elif isinstance(value, (list, tuple, dict)) and _small(value):
            self.keep(value)
            self._bind_parts(number, place, text, value)

    def _bind_parts(self, number: int, place: Hashable, text: str, value: Any) -> None:
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            inner, inner_text = ("part", place, key), f"{text}[{key!r}]"
            if is_recorded(part):
                node = self.values.node(part)
                if node is not None:
                    self._log(inner, node, number, inner_text, False)
                    if not isinstance(value, tuple):
                        self._last[("item", id(value), key)] = node
            elif isinstance(part, (list, tuple, dict)):
                self._bind_parts(number, inner, inner_text, part)

    def _log(self, place: Hashable, node: Node, number: int, text: str, direct: bool) -> None:
        old = self._last.get(place)
        self._last[place] = node
        if isinstance(place, tuple) and place[0] in ("item", "part"):
            self._elements.add(node)
        if old is not node:
            self.tape.bindings.append(
                Binding(place, old, node, self.site(number), self.tape.next_serial(), text, direct)
            )


def _meant(name: str, left: Value, right: Value) -> Callable[..., Any]:
    """What an operator does: `*` between matrices is their product."""
    of_matrices = isinstance(left, np.matrix) or isinstance(right, np.matrix)
    if name == "Mult" and of_matrices and np.ndim(left) and np.ndim(right):
        return operator.matmul
    return _OPERATORS[name]


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


def _data() -> str:
    return "data"


def _plain(value: Any) -> Any:
    return value


def _is_key(value: Any) -> bool:
    return isinstance(value, (str, int)) or (
        isinstance(value, tuple) and all(isinstance(part, (str, int)) for part in value)
    )


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


def _small(value: Any) -> bool:
    count, stack = 0, [value]
    while stack:
        part = stack.pop()
        inside = part.values() if isinstance(part, dict) else part
        count += len(inside)
        if count > _LARGEST_BOUND:
            return False
        stack.extend(p for p in inside if isinstance(p, (list, tuple, dict)))
    return True


__all__ = ["Recorder", "is_scalar"]
