"""Follows arrays through views and writes in place.

An array is a window on a *base*, the array that owns the memory. A base has one current node; a
write through any window makes a new one. A window made before the write sees it too, so that its
node is made anew, as a part of the base's current node, when it is next read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conspect.check.recording.sites import Site
from conspect.check.recording.tape import LOST, Node, Tape, Value

Array = np.ndarray[Any, np.dtype[Any]]


class Window:
    """Takes the part of a base that a view shows; called with the base's value.

    Attributes:
        positions: for each element of the view, its place in the base, counted in the base's
            logical order.
    """

    __name__ = "window"

    def __init__(self, view: Array, base: Array) -> None:
        self.offset = _address(view) - _address(base)
        self.shape, self.strides = view.shape, view.strides
        self.base_shape, self.base_strides = base.shape, base.strides
        self.base_order = base.strides
        self.same_items = view.itemsize == base.itemsize
        self._positions: Array | None = None

    @property
    def positions(self) -> Array:
        """See the class."""
        if self._positions is None:
            address = np.full(self.shape, self.offset, dtype=np.int64)
            for axis, (size, stride) in enumerate(zip(self.shape, self.strides, strict=True)):
                form = [1] * len(self.shape)
                form[axis] = size
                address += (np.arange(size) * stride).reshape(form)
            logical = np.zeros(self.shape, dtype=np.int64)
            sizes = np.array(self.base_shape, dtype=np.int64)
            for axis in sorted(range(len(sizes)), key=lambda k: -self.base_strides[k]):
                if sizes[axis] > 1:
                    index, address = np.divmod(address, self.base_strides[axis])
                    logical += index * int(np.prod(sizes[axis + 1 :]))
            self._positions = logical
        return self._positions

    def __call__(self, base: Value) -> Value:
        return np.asarray(base).reshape(-1)[self.positions]


class Pasted:
    """Puts a view's new value into its base; called with both values."""

    __name__ = "pasted"

    def __init__(self, window: Window) -> None:
        self.window = window

    def __call__(self, base: Value, part: Value) -> Value:
        flat = np.array(base).reshape(-1)
        flat[self.window.positions] = part
        return flat.reshape(np.shape(base))


def _address(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


@dataclass(slots=True)
class _Base:
    array: Array
    node: Node
    version: int = 0
    live: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    array: Array
    node: Node
    base: _Base
    version: int


class Memory:
    """Which node each array has now."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.entries: dict[int, _Entry] = {}
        self.bases: dict[int, _Base] = {}

    def node(self, array: Array, site: Site | None = None) -> Node:
        """The array's node; a new leaf if it came from outside."""
        entry = self.entries.get(id(array))
        if entry is not None and entry.version == entry.base.version:
            return entry.node
        base = self._base(array)
        if array is base.array:
            node = base.node
        else:
            window = Window(array, base.array)
            node = (
                self._new(array, site, window, (base.node,))
                if window.same_items
                else self._leaf(array)
            )
            base.live.append(node)
        self.entries[id(array)] = _Entry(array, node, base, base.version)
        return node

    def register(self, array: Array, node: Node) -> None:
        """The array is what the node's call gave."""
        root = _root(array)
        base = self.bases.get(id(root))
        if base is None:
            whole = node if root is array else self._leaf(root)
            base = self.bases[id(root)] = _Base(root, whole)
            if whole is not node:
                base.live.append(whole)
        base.live.append(node)
        self.entries[id(array)] = _Entry(array, node, base, base.version)

    def before_write(self, array: Array) -> Node:
        """Save what the write will destroy, as far as it was read; the array's node before it."""
        node = self.node(array)
        base = self.entries[id(array)].base
        # Weights that are read as W.T alone are asked for themselves, too, in the end.
        base.node.used |= any(member.used for member in base.live)
        for member in base.live:
            if member.value is LOST:
                continue
            member.value = member.value.copy() if member.used else LOST
        base.live.clear()
        return node

    def after_write(self, array: Array, node: Node, site: Site | None) -> None:
        """The array now has the node's value."""
        entry = self.entries[id(array)]
        base = entry.base
        base.version += 1
        if array is base.array:
            base.node = node
        else:
            paste = Pasted(Window(array, base.array))
            base.node = self._new(base.array, site, paste, (base.node, node))
            base.live.append(base.node)
        base.live.append(node)
        self.entries[id(array)] = _Entry(array, node, base, base.version)

    def put_back(self, array: Array, node: Node) -> bool:
        """After a write the array has an earlier node's value again; false for a mere view."""
        entry = self.entries[id(array)]
        base = entry.base
        if array is not base.array:
            return False
        base.version += 1
        node.value = array
        base.node = node
        base.live.append(node)
        self.entries[id(array)] = _Entry(array, node, base, base.version)
        return True

    def _base(self, array: Array) -> _Base:
        root = _root(array)
        base = self.bases.get(id(root))
        if base is None:
            leaf = self._leaf(root)
            base = self.bases[id(root)] = _Base(root, leaf, live=[leaf])
        return base

    def _leaf(self, array: Array) -> Node:
        node = Node(self.tape.next_serial(), array, None, origin="data")
        self.tape.nodes.append(node)
        return node

    def _new(
        self,
        value: Value,
        site: Site | None,
        function: Callable[..., Any],
        inputs: tuple[Node, ...],
    ) -> Node:
        node = Node(self.tape.next_serial(), value, site, function, inputs)
        self.tape.nodes.append(node)
        return node


def _root(array: Array) -> Array:
    root = array
    while isinstance(root.base, np.ndarray):
        root = root.base
    return root
