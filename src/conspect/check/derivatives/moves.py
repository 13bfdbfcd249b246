"""The adjoint of operations that only move numbers about: one rule for all of them.

The operation itself is applied to the numbers of the places; so it says where each element of the
result came from, and the adjoint goes back there.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.names import name_of
from conspect.check.recording.tape import Lost, Node, put_in

MOVES = {
    "getitem", "window", "pasted", "stacked", "gathered", "written", "reshape", "ravel",
    "transpose", "matrix_transpose", "concatenate", "hstack", "vstack", "dstack", "stack",
    "column_stack", "row_stack", "append", "expand_dims", "squeeze", "atleast_1d", "atleast_2d",
    "atleast_3d", "swapaxes", "moveaxis", "rollaxis", "roll", "flip", "fliplr", "flipud",
    "rot90", "take", "take_along_axis", "repeat", "tile", "broadcast_to", "pad", "diag",
    "diagonal", "diagflat", "triu", "tril", "split", "array_split", "hsplit", "vsplit",
    "insert", "delete", "sliding_window_view", "as_strided", "block", "resize", "compress",
    "extract", "chosen", "broadcast_arrays", "flat", "values",
}  # fmt: skip

# Added to the places, so that a number of the program's own, the 1 of `np.append(x, 1)`, is none.
_BASE = 2**45

# Functions whose later arguments say where, and must keep their values.
_PLACES = {
    "getitem", "written", "take", "take_along_axis", "compress", "extract", "insert", "delete",
    "choose",
}  # fmt: skip


def shape_of(node: Node, value: Callable[[Node], Any]) -> tuple[int, ...]:
    """The shape of a node's value, which may be lost; a list has none of its own."""
    if node.shape == () and not isinstance(node.value, (float, np.number, Lost)):
        return np.shape(value(node))
    return node.shape


def rule(
    name: str, node: Node, wanted: set[Node], value: Any
) -> Callable[[Array], list[tuple[Node, Array]]]:
    """What goes back to each wanted input, from the adjoint of the result.

    Args:
        value: gives a node's value.
    """
    places, came_from = _numbered(name, node, wanted, value)
    end = 1 + sum(numbers.size for numbers in places.values())
    sources = came_from.reshape(-1).astype(np.int64)
    firsts = {
        entry: int(numbers.reshape(-1)[0]) if numbers.size else 1
        for entry, numbers in places.items()
    }

    def back(g: Array) -> list[tuple[Node, Array]]:
        flat = np.bincount(sources, np.asarray(g).reshape(-1), minlength=end)
        return [
            (entry, flat[first : first + places[entry].size].reshape(places[entry].shape))
            for entry, first in firsts.items()
        ]

    return back


def origin(node: Node, place: tuple[int, ...], value: Any) -> tuple[Node, tuple[int, ...]] | None:
    """Which element of which input an element is; None if it is none, a padding say."""
    places, came_from = _numbered(name_of(node.function), node, set(node.inputs), value)
    number = int(came_from[place])
    for entry, numbers in places.items():
        found = np.argwhere(numbers == number)
        if number and len(found):
            return entry, tuple(int(k) for k in found[0])
    return None


def _numbered(
    name: str, node: Node, wanted: set[Node], value: Any
) -> tuple[dict[Node, Array], Array]:
    """The elements of the wanted inputs, numbered from 1, and the result made of such numbers."""
    places: dict[Node, Array] = {}
    start = 1

    def numbered(entry: Node) -> Any:
        nonlocal start
        shape = shape_of(entry, value)
        if entry in wanted:
            if entry not in places:
                size = int(np.prod(shape))
                places[entry] = np.arange(start, start + size).reshape(shape)
                start += size
            return places[entry] + _BASE
        return np.zeros(shape, dtype=np.int64)

    made = moved(name, node, numbered, value)
    return places, np.where(made > _BASE, made - _BASE, 0)


def moved(name: str, node: Node, numbers: Callable[[Node], Any], value: Any) -> Array:
    """What the operation makes of other numbers; where it puts them is left as it is."""
    arguments: list[Any] = []
    for position, argument in enumerate(node.arguments):
        is_place = name in _PLACES and (
            position == 1 or (position > 0 and name not in ("written",))
        )
        arguments.append(put_in(argument, value if is_place else numbers))
    keywords = {key: put_in(item, value) for key, item in node.keywords.items()}
    assert node.function is not None
    return np.asarray(node.function(*arguments, **keywords))
