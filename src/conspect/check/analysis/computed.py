"""Gradients that are computed and handed back, but applied nowhere.

Without updates, parameters are the first arrays that got names, on which an output depends, and of
whose shape a last result was computed from the meeting of output and target.
"""

import re
from dataclasses import dataclass

import numpy as np

from conspect.check.analysis.answering import first_meetings
from conspect.check.analysis.chains import Chain
from conspect.check.analysis.residuals import whole_residuals
from conspect.check.analysis.spreading import spread
from conspect.check.analysis.steps import bits_of
from conspect.check.analysis.targets import Meeting, Users, find_meetings
from conspect.check.derivatives.arrays import as_array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import Values
from conspect.check.recording.tape import Binding, Node, Tape


@dataclass
class Computed:
    """What was found.

    Attributes:
        gradients: for each parameter, the node of its gradient and where it was stored.
        meetings: where outputs met targets.
        output, weights: without a target: the output, and the constants that went backwards.
    """

    gradients: dict[Node, Binding]
    meetings: list[Meeting]
    output: Node | None = None
    weights: Node | None = None

    @property
    def chains(self) -> list[Chain]:
        """The parameters, as chains of one version."""
        return [Chain(node) for node in self.gradients]


def find_computed(tape: Tape, values: Values, users: Users) -> Computed | None:
    """The gradients that the program computes, with their parameters."""
    results = _last_results(tape)
    shapes = {binding.new.shape for binding in results}
    first = _first_named(tape, shapes)
    if not first or not results:
        return None
    bits = {node: 1 << k for k, node in enumerate(first)}
    depends = spread(tape.nodes, bits)
    dependent = {n: mask for n, mask in depends.items() if n not in bits}
    meetings = find_meetings(tape.nodes, dependent, values, users)
    meetings = whole_residuals(meetings, users, dependent, (), values)
    meetings = first_meetings(meetings, tape.nodes)
    if meetings:
        return _matched(tape, first, results, meetings, depends, values)
    return _without_target(tape, first, results, depends, values)


def _last_results(tape: Tape) -> list[Binding]:
    """Arrays with a name that nothing more is made of; of each name the first."""
    read = {entry for node in tape.nodes for entry in node.inputs}
    found: dict[object, Binding] = {}
    for binding in tape.bindings:
        new = binding.new
        if new not in read and new.function is not None and np.asarray(new.value).dtype.kind == "f":
            found.setdefault(new, binding)
    return list(found.values())


def _first_named(tape: Tape, shapes: set[tuple[int, ...]]) -> list[Node]:
    """Arrays of one of these shapes that got a name and are made of nothing that has one."""
    named = {b.new for b in tape.bindings if b.new.shape != () or b.new.function is None}
    behind: dict[Node, bool] = {}
    found = []
    for node in tape.nodes:
        below = any(behind.get(entry, False) for entry in node.inputs)
        behind[node] = below or (node in named and node.shape != ())
        is_float = getattr(node.value, "dtype", np.dtype(float)).kind == "f"
        if node in named and not below and node.shape in shapes and node.shape != () and is_float:
            found.append(node)
    return found


def _matched(
    tape: Tape,
    first: list[Node],
    results: list[Binding],
    meetings: list[Meeting],
    depends: dict[Node, int],
    values: Values,
) -> Computed | None:
    marks = spread(tape.nodes, {m.node: 1 << k for k, m in enumerate(meetings)})
    read = 0
    for meeting in meetings:
        read |= depends.get(meeting.output, 0)
    parameters = [first[k] for k in bits_of(read)]
    chosen = [b for b in results if marks.get(b.new)]
    gradients = _pairs(tape, _without_states(tape, parameters), chosen)
    if not gradients:
        return None
    used = 0
    for binding in gradients.values():
        used |= marks.get(binding.new, 0)
    return Computed(gradients, [meetings[k] for k in bits_of(used)])


def _without_target(
    tape: Tape,
    first: list[Node],
    results: list[Binding],
    depends: dict[Node, int],
    values: Values,
) -> Computed | None:
    """Constants of the output's shape go backwards: the loss is their sum with the output."""
    named = {binding.new for binding in tape.bindings}
    for weights in tape.nodes:
        if weights.function is not None or weights.shape == () or weights not in named:
            continue
        outputs = [
            node
            for node in tape.nodes
            if node.serial < weights.serial
            and node.shape == weights.shape
            and depends.get(node)
            and node in named
            and node.function is not None
        ]
        if not outputs or not np.all(np.isfinite(as_array(values(weights)))):
            continue
        output = outputs[-1]
        marks = spread(tape.nodes, {weights: 1})
        parameters = _without_states(tape, [first[k] for k in bits_of(depends[output])])
        chosen = [b for b in results if marks.get(b.new)]
        gradients = _pairs(tape, parameters, chosen)
        if gradients and not marks.get(output):
            return Computed(gradients, [], output, weights)
    return None


def _without_states(tape: Tape, found: list[Node]) -> list[Node]:
    """Leave out what several of the others are multiplied with: a first state, the data."""
    known, partners = set(found), {node: set[Node]() for node in found}
    for node in tape.nodes:
        if name_of(node.function) in ("matmul", "dot", "multiply", "einsum"):
            both = [entry for entry in node.inputs if entry in known]
            for one in both:
                partners[one].update(other for other in both if other is not one)
    return [node for node in found if len(partners[node]) < 2]


def _pairs(tape: Tape, parameters: list[Node], results: list[Binding]) -> dict[Node, Binding]:
    """Which result is whose gradient: by shape, by name, else in their order."""
    texts: dict[Node, list[str]] = {}
    for binding in tape.bindings:
        texts.setdefault(binding.new, []).append(binding.text)
    found: dict[Node, Binding] = {}
    left = list(results)
    for strict in (True, False):
        if found:
            break
        for parameter in parameters:
            if parameter in found:
                continue
            fitting = [b for b in left if b.new.shape == parameter.shape]
            names = [n for n in map(_bare, texts.get(parameter, [])) if n]
            if strict:
                fitting = [
                    b
                    for b in fitting
                    if any(_belongs(_bare(text), name) for text in texts[b.new] for name in names)
                ]
            if fitting:
                found[parameter] = fitting[0]
                left.remove(fitting[0])
    return found


def _bare(text: str) -> str:
    """The last word of an expression: `grads['dW1']` is about `dW1`."""
    words = re.findall(r"[A-Za-z_]\w*", text)
    return words[-1].lower() if words else ""


_PREFIX = re.compile(
    r"^(?:d|d_|grad_?|g_?|delta_?|nabla_?|dl_?d?|dj_?d?|dloss_?d?|de_?d?)?(.*?)(?:_?grads?|_?gradient|_?delta)?$"
)


def _belongs(gradient: str, parameter: str) -> bool:
    """Whether a name is that of the gradient of a parameter.

    >>> _belongs("dw1", "w1"), _belongs("grad_w", "w"), _belongs("dw2", "w1")
    (True, True, False)
    """
    match = _PREFIX.match(gradient)
    return gradient == parameter or (match is not None and match[1] == parameter)
