"""The losses that a program works out itself: single numbers made of outputs and targets."""

import numpy as np

from conspect.check.analysis.losses import Loss, Objective
from conspect.check.analysis.steps import Passes, Step
from conspect.check.analysis.targets import users_of
from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.products import PRODUCTS
from conspect.check.derivatives.replay import ancestors
from conspect.check.recording.tape import Node

_REDUCING = {
    "sum", "mean", "total", "average", "dot", "vdot", "inner", "fsum", "norm", "identity",
    "negative", "divide", "multiply", "add", "subtract", "sqrt", "float", "nansum", "item",
    "power", "square",
}  # fmt: skip


def own_objectives(step: Step, passes: Passes) -> list[Objective]:
    """The single numbers that the program computes from this step's outputs and targets."""
    state = set(step.versions)
    users = users_of(passes.tape.nodes)
    bits = [
        passes.meetings.index(m) for m in passes.meetings if set(passes.read_by(m.output)) <= state
    ]
    mask = sum(1 << k for k in set(bits))
    # What a parameter is changed by is no loss, and no other gradient is.
    renewed = [link.new for transition in step.transitions for link in transition.links]
    gradients = ancestors(renewed, state) | _on_the_way_back(passes)
    ends: dict[Loss, dict[Node, Array]] = {}
    means: dict[Loss, dict[Node, Array]] = {}
    for node, through in passes.through.items():
        if node.shape != () or node.site is None or through & ~mask or node in gradients:
            continue
        counted = [user for user in users.get(node, []) if _is_counting(user, node)]
        summed = [user for one in counted for user in users.get(one, [])]
        others = [user for user in users.get(node, []) if user not in counted]
        if name_of(node.function) not in _REDUCING or _goes_on(others + summed):
            continue
        if not set(passes.read_by(node)) & state:
            continue
        # The same line for every sample, or every output: their sum is meant.
        loss = Loss(node.site.text, "found", node.site)
        (means if counted else ends).setdefault(loss, {})[node] = np.array(1.0)
    return [Objective(loss, seeds) for loss, seeds in (ends | means).items()][:8]


def _on_the_way_back(passes: Passes) -> set[Node]:
    """What is made of an error times weights, or times a slope: no loss, but a gradient."""
    outputs = {meeting.output for meeting in passes.meetings}
    errors = {meeting.node for meeting in passes.meetings}
    found: set[Node] = set()
    for node in passes.tape.nodes:
        if not passes.through.get(node) or node in errors:
            continue
        name = name_of(node.function)
        others = [n for n in node.inputs if not passes.through.get(n) and n not in outputs]
        is_product = name == "multiply" or name in PRODUCTS
        passed = is_product and any(passes.read_by(other) for other in others)
        if passed or any(entry in found for entry in node.inputs):
            found.add(node)
    return found


def _goes_on(users: list[Node]) -> bool:
    """Whether something but a running sum is made of a number."""
    return any(
        name_of(user.function) not in ("add", "total", "identity", "less", "greater", "less_equal",
                                       "greater_equal", "stacked")
        for user in users
    )  # fmt: skip


def _is_counting(user: Node, mean: Node) -> bool:
    """Whether a mean is multiplied with the number of its samples, on its way into a sum."""
    other = [entry for entry in user.inputs if entry is not mean]
    is_whole = len(other) == 1 and isinstance(other[0].value, int | np.integer)
    return name_of(user.function) == "multiply" and is_whole
