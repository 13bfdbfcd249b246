"""Where outputs meet their targets: the first difference, quotient or logarithm on the way."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.kinks import COMPARISONS
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.recording.tape import Node, nodes_in, put_in


@dataclass(frozen=True)
class Meeting:
    """An output and a target meet in an operation.

    Attributes:
        node: the operation.
        output, target: its operands. With class numbers for targets, `target` is None and `where`
            is the index that picks the right classes.
        kind: `difference`, `logarithm`, `quotient`, `index`, `margin` (the product of an output
            with targets of 1 and −1), `decision` (a difference between a target and what a step
            makes of the output), or `residual`: a difference that other terms of the output are
            added to, which is taken for the output itself.
        terms: those terms.
        mask: which places of a difference count; None if all do.
        decided: what the step makes of the output.
    """

    node: Node
    output: Node
    target: Node | None
    kind: str
    where: object = None
    terms: tuple[Node, ...] = ()
    mask: Node | None = None
    decided: Node | None = None

    @property
    def sources(self) -> tuple[Node, ...]:
        """What the model has worked out before anything met a target."""
        return self.terms or (self.output,)

    def target_value(self, values: Values) -> Array:
        """The target as an array of the output's shape; one-hot where it was an index."""
        output = as_array(values(self.output))
        if self.kind == "residual":
            target = np.zeros(output.shape)
        elif self.target is not None:
            target = as_array(values(self.target))
            if target.ndim == output.ndim + 1 and target.shape[:-1] == output.shape:
                target = target[..., 0]
            target = np.broadcast_to(target, np.broadcast_shapes(output.shape, target.shape))
        else:
            target = np.zeros(output.shape)
            target[put_in(self.where, values)] = 1.0
        # There is no error where the output is what it should be.
        return target if self.mask is None else np.where(values(self.mask), target, output)


def is_literal(node: Node, values: Values) -> bool:
    """Whether a value is made of literals alone.

    >>> is_literal(Node(0, 1.0, None, origin="literal"), Values())
    True
    """
    if node.function is None:
        return node.origin in ("literal", "ones", "ones_like", "zeros", "zeros_like", "eye", "full")
    if name_of(node.function) in ("stacked", "getitem", "written"):
        return False
    return bool(node.inputs) and all(is_literal(entry, values) for entry in node.inputs)


Users = dict[Node, list[Node]]


def users_of(nodes: Iterable[Node]) -> Users:
    """What was computed from each node."""
    found: Users = {}
    for node in nodes:
        for entry in dict.fromkeys(node.inputs):
            found.setdefault(entry, []).append(node)
    return found


def find_meetings(
    nodes: Iterable[Node], depends: dict[Node, int], values: Values, users: Users
) -> list[Meeting]:
    """All operations in which a dependent value meets one that is independent and no literal.

    Args:
        depends: for each node, which candidates for parameters it depends on, as bits.
    """
    found = []
    for node in nodes:
        meeting = _meeting(node, depends, values, users)
        if meeting is not None:
            found.append(meeting)
    return found


def _meeting(node: Node, depends: dict[Node, int], values: Values, users: Users) -> Meeting | None:
    if not depends.get(node) or node.function is None:
        return None
    name = name_of(node.function)
    if name in ("subtract", "divide", "multiply", "dot", "matmul", "vdot", "inner"):
        return _pair(node, name, depends, values)
    if name == "add":
        return _sum_with_negative(node, depends, values)
    if name in ("greater", "less", "greater_equal", "less_equal"):
        return _pair(node, "subtract", depends, values)
    if name == "getitem":
        return _indexed(node, depends, values, users)
    return None


def _pair(node: Node, name: str, depends: dict[Node, int], values: Values) -> Meeting | None:
    if len(node.arguments) < 2:
        return None
    a, b = node.arguments[:2]
    if not isinstance(a, Node) or not isinstance(b, Node):
        return None
    if bool(depends.get(a)) == bool(depends.get(b)):
        return None
    output, other = (a, b) if depends.get(a) else (b, a)
    if is_literal(other, values):
        return None
    if name == "subtract":
        before = _before_step(output, depends)
        if before is not None:
            return Meeting(node, before, other, "decision", decided=output)
        return Meeting(node, output, other, "difference")
    if name == "divide":
        if output is not b:
            return None
        return Meeting(node, _complement(output) or output, _bare(other), "quotient")
    inner = _logged(output)
    if inner is not None:
        return Meeting(node, _complement(inner) or inner, _bare(other), "logarithm")
    return _margin(node, output, other, values) if name == "multiply" else None


def _before_step(node: Node, depends: dict[Node, int]) -> Node | None:
    """The z of `np.where(z >= 0, 1, -1)`, `(z > 0) * 1` and `np.sign(z)`; None for others."""
    step = node
    while name_of(step.function) in ("identity", "where", "multiply"):
        before = [entry for entry in step.inputs if depends.get(entry)]
        if len(before) != 1:
            return None
        step = before[0]
    if name_of(step.function) not in COMPARISONS | {"sign", "heaviside"}:
        return None
    before = [entry for entry in step.inputs if depends.get(entry)]
    return before[0] if len(before) == 1 and before[0].shape == node.shape else None


def _margin(node: Node, output: Node, target: Node, values: Values) -> Meeting | None:
    """`t · o` with targets of 1 and −1; of `-t · o`, too, t is the target."""
    while name_of(target.function) == "negative":
        target = target.inputs[0]
    sides = as_array(values(target))
    are_sides = sides.dtype.kind == "f" and sides.size > 0 and bool(np.all(np.abs(sides) == 1))
    if not are_sides or np.shape(node.value) != output.shape:
        return None
    return Meeting(node, output, target, "margin")


def _sum_with_negative(node: Node, depends: dict[Node, int], values: Values) -> Meeting | None:
    """A difference as engines of values write it: `o + (-t)`, `t + o * -1`."""
    if len(node.arguments) < 2:
        return None
    for plus, minus in (node.arguments[:2], node.arguments[1::-1]):
        negated = _negated(minus)
        if negated is None or not isinstance(plus, Node):
            continue
        output, target = (plus, negated) if depends.get(plus) else (negated, plus)
        if depends.get(output) and not depends.get(target) and not is_literal(target, values):
            return Meeting(node, output, target, "difference")
    return None


def _negated(node: object) -> Node | None:
    """The x of −x and of −1 · x."""
    if not isinstance(node, Node) or not node.inputs:
        return None
    name, arguments = name_of(node.function), node.arguments
    if name == "negative":
        return node.inputs[0]
    if name != "multiply":
        return None
    a, b = arguments[:2]
    for factor, other in ((a, b), (b, a)):
        number = factor.value if isinstance(factor, Node) and not factor.function else factor
        if np.ndim(number) == 0 and number == -1 and isinstance(other, Node):
            return other
    return None


def _bare(target: Node) -> Node:
    """The t of −t and 1 − t."""
    while name_of(target.function) == "negative":
        target = target.inputs[0]
    return _complement(target) or target


def _complement(node: Node) -> Node | None:
    """The o of 1 − o."""
    if name_of(node.function) != "subtract" or len(node.arguments) < 2:
        return None
    first, second = node.arguments[:2]
    is_one = (isinstance(first, Node) and first.origin == "literal") or first == 1
    return second if is_one and isinstance(second, Node) else None


_FORMS = ("negative", "identity", "transpose", "reshape", "ravel", "squeeze", "nan_to_num")


def _logged(node: Node) -> Node | None:
    """The o of `log(o)`, `-log(o)`, `log(o + tiny)`."""
    while name_of(node.function) in _FORMS and node.inputs:
        node = node.inputs[0]
    if name_of(node.function) not in ("log", "log2", "log10") or not node.inputs:
        return None
    inner = node.inputs[0]
    while name_of(inner.function) in (
        "add",
        "clip",
        "maximum",
        "minimum",
        "identity",
    ) and isinstance(inner.arguments[0], Node):
        parts = [p for p in inner.arguments[:2] if isinstance(p, Node) and p.function is not None]
        if len(parts) != 1:
            break
        inner = parts[0]
    return inner


def _indexed(node: Node, depends: dict[Node, int], values: Values, users: Users) -> Meeting | None:
    """`p[range(n), y]` with class numbers y: its logarithm is taken, or 1 subtracted from it."""
    owner, index = node.arguments[:2]
    if not isinstance(owner, Node) or not depends.get(owner):
        return None
    if any(depends.get(part) for part in nodes_in((index,))) or not _is_loss_like(node, users):
        return None
    output = owner
    while name_of(output.function) in ("identity", "written") and output.inputs:
        output = output.inputs[0]
    return Meeting(node, output, None, "index", index)


def _is_loss_like(node: Node, users: Users) -> bool:
    for user in users.get(node, []):
        name = name_of(user.function)
        if name in ("log", "log2", "log10"):
            return True
        if name in ("negative", "identity", "add", "clip", "maximum") and _is_loss_like(
            user, users
        ):
            return True
        if name == "subtract" and user.arguments[0] is node:
            other = user.arguments[1]
            value = other.value if isinstance(other, Node) else other
            if np.ndim(value) == 0 and value == 1:
                return True
    return False
