"""The loss that the person says is meant: an expression over the program's own names."""

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from conspect.check.analysis.losses import Loss, Objective
from conspect.check.analysis.steps import Step
from conspect.check.derivatives.replay import Values, ancestors
from conspect.check.recording.rewrite import rewrite
from conspect.check.recording.tape import Node
from conspect.errors import InputError
from conspect.language import _

if TYPE_CHECKING:
    from conspect.check.recording.recorder import Recorder


class GivenLoss:
    """Works a given loss out from what the program's names stood for at a step.

    Args:
        expression: in Python.
        names: the program's modules and functions.

    Raises:
        InputError: it is no expression.
    """

    def __init__(self, expression: str, recorder: "Recorder", names: Mapping[str, Any]) -> None:
        self.loss = Loss(expression, "given")
        self.recorder, self.names = recorder, dict(names)
        self._trouble = ""
        try:
            ast.parse(expression.strip(), "--loss", "eval")
            tree = rewrite(f"{_RESULT} = ({expression})", "--loss", None, recorder.tape.sources)
            self.code = compile(tree, "--loss", "exec")
        except (SyntaxError, ValueError) as error:
            self._trouble = getattr(error, "msg", "") or str(error)
            raise self.refusal() from error

    def at(self, step: Step, values: Values) -> Objective | None:
        """The loss at a step; None if it cannot be worked out there."""
        before = min((t.links[0].new.serial for t in step.transitions if t.links), default=None)
        names = self.names | self._bound(before, values)
        tape_values = self.recorder.values
        self.recorder.active = True
        try:
            exec(self.code, names)
        except Exception as error:
            self._trouble = str(error) or type(error).__name__
            return None
        finally:
            self.recorder.active = False
        node = tape_values.node(names[_RESULT])
        if node is None or not set(step.versions) & ancestors([node], set(step.versions)):
            self._trouble = _("no parameter has a part in it")
            return None
        if node.shape not in ((), (1,), (1, 1)):
            shape = " × ".join(map(str, node.shape))
            self._trouble = _("it is an array of {shape}, no single number").format(shape=shape)
            return None
        return Objective(self.loss, {node: np.ones(node.shape)})

    def refusal(self) -> InputError:
        """What is wrong with the loss, after `at` has found none."""
        return InputError(
            _("the loss given, {expression!r}, cannot be worked out: {trouble}").format(
                expression=self.loss.name, trouble=self._trouble
            ),
            _(
                "--loss takes one number over names of the program that are known at a step, "
                "such as np.mean((out - y) ** 2)"
            ),
        )

    def _bound(self, before: int | None, values: Values) -> dict[str, Any]:
        """What each name was bound to last before the step's first update."""
        nodes: dict[str, Node] = {}
        for binding in self.recorder.tape.bindings:
            if before is not None and binding.serial >= before:
                break
            if isinstance(binding.place, tuple) and binding.place[0] in ("name", "loop"):
                nodes[str(binding.place[2])] = binding.new
        found = {}
        for name, node in nodes.items():
            try:
                value = values(node)
            except LookupError:
                continue
            if isinstance(value, np.ndarray):
                value = np.array(value)
            self.recorder.values.register(value, node)
            found[name] = value
        return found


_RESULT = "conspect_loss"
