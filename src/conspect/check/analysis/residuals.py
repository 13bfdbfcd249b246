"""Differences between outputs and targets, seen whole: further terms, and places left out.

In `y - w * x - b` the target meets the first term of the output, and the second comes after it; in
`np.where(known, y - out, 0)` some places of the difference do not count.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

import numpy as np

from conspect.check.analysis.targets import Meeting
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.recording.tape import Node

Users = Mapping[Node, list[Node]]


def whole_residuals(
    meetings: list[Meeting],
    users: Users,
    depends: Mapping[Node, int],
    renewed: Container[Node],
    values: Values,
) -> list[Meeting]:
    """The meetings, differences with all their terms and without what is left out of them.

    Args:
        depends: for each node, which parameters it depends on, as bits.
        renewed: the new values of parameters; a sum that is one is an update.
    """
    count: dict[Node, int] = {}
    for meeting in meetings:
        count[meeting.output] = count.get(meeting.output, 0) + 1
    found = []
    for meeting in meetings:
        if meeting.kind == "difference":
            meeting = _with_all_terms(meeting, users, depends, renewed)
            if meeting.target is not None and _is_one_number(meeting, values):
                continue
            if count.get(meeting.output) == 1:
                meeting = replace(meeting, mask=_mask(meeting.node, users, depends, values))
        found.append(meeting)
    return found


def _with_all_terms(
    meeting: Meeting, users: Users, depends: Mapping[Node, int], renewed: Container[Node]
) -> Meeting:
    end, terms = meeting.node, [meeting.output]
    while end not in renewed:
        user = _only_user(end, users)
        if user is None or user in renewed or user.shape != end.shape:
            break
        others = [entry for entry in user.inputs if entry is not end]
        is_sum = name_of(user.function) in ("add", "subtract")
        if not is_sum or len(others) != 1 or not depends.get(others[0]):
            break
        end = user
        terms += others
    if end is meeting.node:
        return meeting
    return Meeting(end, end, None, "residual", terms=tuple(terms))


def _is_one_number(meeting: Meeting, values: Values) -> bool:
    """Whether a single number is subtracted from an array: no output has one for many targets."""
    assert meeting.target is not None
    return np.size(values(meeting.output)) == 1 < np.size(values(meeting.target))


def _only_user(node: Node, users: Users) -> Node | None:
    found = users.get(node, [])
    return found[0] if len(found) == 1 else None


def _mask(node: Node, users: Users, depends: Mapping[Node, int], values: Values) -> Node | None:
    """What says which places of a difference count; None if all do."""
    user = _only_user(node, users)
    if user is None or node.shape == ():
        return None
    for mask in _masks(user, node, values):
        if mask.shape == node.shape and not depends.get(mask):
            return mask
    return None


def _masks(user: Node, difference: Node, values: Values) -> Iterator[Node]:
    name, arguments = name_of(user.function), user.arguments
    if name == "where" and len(arguments) == 3 and arguments[1] is difference:
        if isinstance(arguments[0], Node) and not np.any(_value(arguments[2], values)):
            yield arguments[0]
    elif name == "multiply":
        for entry in user.inputs:
            if entry is not difference and np.isin(values(entry), (0, 1)).all():
                yield entry


def _value(argument: object, values: Values) -> Array:
    return as_array(values(argument) if isinstance(argument, Node) else argument)
