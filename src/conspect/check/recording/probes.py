"""Probes: `kept = w[k]; w[k] = kept + h; …; w[k] = kept`, as a numerical gradient makes them."""

import operator

from conspect.check.recording.operations import written
from conspect.check.recording.tape import Node, Value


def before_probe(array: Node, index: object, value: Value) -> Node | None:
    """The earlier array that an array is again, once this value is put back there.

    Args:
        array: as it is before the write.
        value: what is written at the index.
    """
    if not isinstance(value, Node) or value.function is not operator.getitem:
        return None
    earlier: Node = value.arguments[0]
    place = value.arguments[1]
    if not _is_same(place, index):
        return None
    while array is not earlier:
        if array.function is not written or not _is_same(array.arguments[1], index):
            return None
        array = array.arguments[0]
    return array


def _is_same(one: object, other: object) -> bool:
    """Whether two indices are the same whole numbers."""
    return _is_whole(one) and _is_whole(other) and one == other


def _is_whole(index: object) -> bool:
    parts = index if isinstance(index, tuple) else (index,)
    return all(type(part) is int for part in parts)
