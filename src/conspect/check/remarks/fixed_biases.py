"""Biases that are constants of the program."""

import ast
from collections.abc import Iterator

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.names import name_of
from conspect.check.recording.tape import Node
from conspect.language import plural


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[str]:
    """What is added to a product with a parameter, has a name, and is the same at every step."""
    seen: dict[str, list[object]] = {}
    for moment in case.moments:
        for node in moment.forward:
            for name, value in _added(case, node):
                seen.setdefault(name, []).append(value)
    fixed = [name for name, values in seen.items() if all(_same(v, values[0]) for v in values)]
    if fixed:
        yield plural(
            "{names} is fixed: it is never trained",
            "{names} are fixed: they are never trained",
            len(fixed),
        ).format(names=", ".join(fixed))


def _added(case: Case, node: Node) -> Iterator[tuple[str, object]]:
    if name_of(node.function) != "add" or len(node.arguments) != 2 or node.site is None:
        return
    if case.passes.through.get(node):
        # A running sum of the losses, which begins at 0.
        return
    for place in (0, 1):
        product, leaf = node.arguments[1 - place], node.arguments[place]
        if not isinstance(product, Node) or not _is_product(case, product):
            continue
        if isinstance(leaf, Node) and _is_constant(case, leaf, node):
            name = _operand(node.site.text, place)
            if name:
                yield name, case.values(leaf)


def _is_product(case: Case, node: Node) -> bool:
    is_product = name_of(node.function) in ("dot", "matmul", "multiply")
    return is_product and any(entry in case.passes.versions for entry in node.inputs)


def _is_constant(case: Case, leaf: Node, node: Node) -> bool:
    """Whether a value comes from nothing, changes never, and does nothing but be added."""
    if leaf.function is not None or leaf in case.passes.versions:
        return False
    size, width = np.size(case.values(leaf)), node.shape[-1] if node.shape else 1
    only_added = all(name_of(user.function) == "add" for user in case.users.get(leaf, []))
    return only_added and size in (1, width)


def _operand(text: str, place: int) -> str:
    """The name, without its owner, of an operand of a sum; empty if it has none."""
    try:
        sum_of_two = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return ""
    if not isinstance(sum_of_two, ast.BinOp):
        return ""
    operand = (sum_of_two.left, sum_of_two.right)[place]
    if isinstance(operand, ast.Attribute):
        return operand.attr
    return operand.id if isinstance(operand, ast.Name) else ""


def _same(one: object, other: object) -> bool:
    return np.array_equal(np.asarray(one), np.asarray(other))
