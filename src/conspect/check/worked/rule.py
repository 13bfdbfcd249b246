"""What the right rule works an element of a gradient out from: the chain rule, with its numbers."""

from typing import Any

import numpy as np

from conspect.check.analysis.regions import Region, is_sigmoid
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.diagnosis.evidence import Setting
from conspect.check.diagnosis.layers import Use
from conspect.check.recording.tape import Node, put_in
from conspect.check.worked.figures import ONE, Numbers, exact, times
from conspect.equations.tree import Binary, Expression, Number

Place = tuple[int, ...]


class Rule:
    """The chain rule of one step, element by element.

    Args:
        setting: the step.
        numbers: the numbers that the trees are made of.
    """

    def __init__(self, setting: Setting, numbers: Numbers) -> None:
        self.setting, self.numbers = setting, numbers
        self.layers = setting.layers
        self.adjoints = setting.right
        self.uses = [use for use in self.layers.uses if use.node in self.adjoints]
        self._known: dict[tuple[Node, Node, Node, Place], list[tuple[Place, float]]] = {}
        self.by_before = {region.before: region for region in self.layers.regions}

    def gradient(self, version: Node, place: Place, depth: int) -> Expression:
        """The gradient of the loss by an element of a parameter."""
        uses = [use for use in self.uses if use.version is version]
        return self._through_uses([(use, use.weight) for use in uses], version, place, depth)

    def delta(self, node: Node, place: Place, depth: int) -> Expression:
        """The gradient of the loss by an element of a value on the way."""
        number = self.numbers.number(self.adjoints[node][place])
        if depth <= 0:
            return number
        return self._error(node, place) or self._through(node, place, depth) or number

    def _through_uses(
        self, uses: list[tuple[Use, Node]], source: Node, place: Place, depth: int
    ) -> Expression:
        """An element goes into each of these results of operations, times its other operand."""
        terms = [
            (use, *each) for use, node in uses for each in self._reached(use, node, source, place)
        ]
        values = [factor * float(self.adjoints[use.node][there]) for use, there, factor in terms]

        def term(k: int) -> Expression:
            use, there, factor = terms[k]
            delta = self.delta(use.node, there, depth - 1)
            return times(self.numbers.number(factor), delta) if use.is_product else delta

        return self.numbers.total(values, term)

    def _reached(
        self, use: Use, operand: Node, source: Node, place: Place
    ) -> list[tuple[Place, float]]:
        """The elements of a result that an element goes into, and how much of it each takes."""
        key = use.node, operand, source, place
        if key not in self._known:
            unit = np.zeros(source.shape)
            unit[place] = 1.0
            factors = _linear(use, operand, self._moved(unit, source, operand), self.setting)
            self._known[key] = [
                (tuple(map(int, there)), float(factors[tuple(there)]))
                for there in np.argwhere(factors)
            ]
        return self._known[key]

    def _moved(self, unit: Array, source: Node, operand: Node) -> Any:
        """An array that is cut, turned or reshaped as a source is on its way to an operand."""
        way = []
        while operand is not source:
            way.append(operand)
            operand = operand.inputs[0]
        value: Any = unit
        for node in reversed(way):
            assert node.function is not None
            before = node.inputs[0]

            def look(entry: Node, before: Node = before, value: Any = value) -> Any:
                return value if entry is before else self.setting.case.values(entry)

            arguments = [put_in(argument, look) for argument in node.arguments]
            keywords = {key: put_in(v, look) for key, v in node.keywords.items()}
            value = node.function(*arguments, **keywords)
        return value

    def _error(self, node: Node, place: Place) -> Expression | None:
        """Output − target, times a number, where that is what comes back to an output."""
        adjoint = self.adjoints[node]
        region = self.by_before.get(node)
        ends = {node} if region is None else {node, region.after}
        for meeting in self.setting.moment.step.meetings:
            if meeting.output not in ends:
                continue
            output = self.setting.value(meeting.output)
            target = meeting.target_value(self.setting.case.values)
            error = output - target
            square = float(np.vdot(error, error))
            if error.shape != adjoint.shape or output.shape != adjoint.shape or not square:
                continue
            factor = float(np.vdot(error, adjoint)) / square
            if factor and np.allclose(adjoint, factor * error, rtol=1e-9, atol=0):
                o, t = (self.numbers.number(each[place]) for each in (output, target))
                return times(_factor(factor, self.numbers), Binary("-", o, t))
        return None

    def _through(self, node: Node, place: Place, depth: int) -> Expression | None:
        """What comes back through the operation that reads a value."""
        region = self.by_before.get(node)
        if region is not None and region.elementwise and region.after.shape == node.shape:
            above = self.delta(region.after, place, depth - 1)
            return times(above, self._slope(region, place))
        users = [user for user in self.layers.consumers.get(node, []) if user in self.adjoints]
        passed = [use for use in self.uses if use.other is node]
        if passed and len(passed) == len(users) and all(use.is_product for use in passed):
            return self._through_uses([(use, node) for use in passed], node, place, depth)
        only = users[0] if len(users) == 1 else None
        if only is None or only.shape != node.shape:
            return None
        plain = name_of(only.function) in ("add", "total", "identity")
        return self.delta(only, place, depth) if plain else None

    def _slope(self, region: Region, place: Place) -> Expression:
        """The derivative of an activation, by the formula that people know it by."""
        slope = self.setting.slope(region)
        result = self.setting.value(region.after)
        a = self.numbers.number(result[place])
        if is_sigmoid(region, self.setting.case.values):
            return times(a, Binary("-", ONE, a))
        if np.allclose(slope, 1 - result**2, rtol=1e-9, atol=1e-12) and not np.all(slope == 1):
            return Binary("-", ONE, Binary("**", a, Number(2)))
        return self.numbers.number(slope[place])


def _linear(use: Use, operand: Node, unit: Any, setting: Setting) -> Array:
    """How much of each result an element is: the operation with nothing but that element in it."""
    alone = name_of(use.node.function) in ("add", "subtract")

    def look(entry: Node) -> Any:
        if entry is operand:
            return unit
        value = setting.case.values(entry)
        return np.zeros_like(as_array(value)) if alone else value

    assert use.node.function is not None
    arguments = [put_in(argument, look) for argument in use.node.arguments]
    keywords = {key: put_in(value, look) for key, value in use.node.keywords.items()}
    return as_array(use.node.function(*arguments, **keywords))


def _factor(value: float, numbers: Numbers) -> Expression:
    """A number in front, short where it is a short one: 2, 0.25, −1."""
    if abs(value - 1) < 1e-9:
        return ONE
    short = float(f"{value:.6g}")
    return exact(short) if abs(short - value) <= 1e-9 * abs(value) else numbers.number(value)
