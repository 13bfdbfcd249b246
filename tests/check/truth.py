"""The truth about a program's gradients, found without any of conspect: by moving its parameters.

The program is run as it is. Then its parameters are moved a little, one number at a time, and its
loss is worked out on either side; the step that it makes itself has to point against these slopes,
all of it by one positive factor.
"""

import contextlib
import copy
import io
import sys
import types
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.check.corpus import Program, one_step, plain

Values = NDArray[np.float64]


class Trial:
    """A program that has been run, whose parameters can be moved."""

    def __init__(self, program: Program, text: str) -> None:
        self.program = program
        text = plain(program.file, text)
        self.step = program.step or one_step(text)
        module = types.ModuleType("__main__")
        self.names: dict[str, Any] = vars(module)
        self.names |= {"__file__": str(program.path), "display": print}
        with _as_main(module):
            exec(compile(text, program.file, "exec"), self.names)
            exec(program.before, self.names)
        self.module = module
        self.start = self._values()

    def deviation(self) -> float:
        """How far the step is from the slopes, as a part of the step; infinite if it is none."""
        step, slopes = self._applied(), self._slopes()
        scale = float(step @ slopes / (slopes @ slopes))
        if scale <= 0:
            return float("inf")
        floor = 1e-6 * _norm(scale * slopes)
        pairs = self._paired(step, scale * slopes)
        return max(_norm(one - other) / (_norm(other) + floor) for one, other in pairs)

    def _paired(self, step: Values, slopes: Values) -> list[tuple[Values, Values]]:
        ends = np.cumsum([np.size(value) for value in self.start])[:-1]
        return list(zip(np.split(step, ends), np.split(slopes, ends), strict=True))

    def _values(self) -> list[Any]:
        return [copy.deepcopy(eval(name, self.names)) for name in self.program.parameters]

    def _put(self, values: list[Any]) -> None:
        for name, value in zip(self.program.parameters, values, strict=True):
            held = eval(name, self.names)
            if isinstance(held, np.ndarray) and held.shape == np.shape(value) and held.ndim:
                held[...] = value
            else:
                self.names["_value"] = copy.deepcopy(value)
                exec(f"{name} = _value", self.names)

    def _run(self, statements: str) -> None:
        with _as_main(self.module):
            exec(statements, self.names)

    def _loss(self, values: list[Any]) -> float:
        self._put(values)
        self._run(self.program.before)
        if self.program.in_step:
            self._run(self.step)
        with _as_main(self.module):
            loss = eval(self.program.loss, self.names)
        return float(np.asarray(loss).reshape(-1)[0])

    def _applied(self) -> Values:
        """The gradient that it applies: what it computes, or the change of its parameters."""
        self._put(self.start)
        self._run(self.program.before)
        self._run(self.step)
        if self.program.gradients:
            return _flat([eval(name, self.names) for name in self.program.gradients])
        after = self._values()
        if [np.shape(value) for value in after] != [np.shape(value) for value in self.start]:
            raise ValueError("a parameter has changed its shape")
        return _flat(self.start) - _flat(after)

    def _slopes(self, h: float = 1e-6) -> Values:
        flat = _flat(self.start)
        slopes = np.empty_like(flat)
        for i in range(len(flat)):
            sides = []
            for sign in (1, -1):
                moved = flat.copy()
                moved[i] += sign * h
                sides.append(self._loss(_unflat(moved, self.start)))
            slopes[i] = (sides[0] - sides[1]) / (2 * h)
        self._put(self.start)
        return slopes


@contextlib.contextmanager
def _as_main(module: types.ModuleType) -> Any:
    real = sys.modules["__main__"]
    sys.modules["__main__"] = module
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.modules["__main__"] = real


def _norm(values: Values) -> float:
    return float(np.max(np.abs(values), initial=0))


def _flat(values: list[Any]) -> Values:
    return np.concatenate([np.asarray(value, dtype=float).reshape(-1) for value in values])


def _unflat(flat: Values, like: list[Any]) -> list[Any]:
    values, start = [], 0
    for value in like:
        size = np.size(value)
        part = flat[start : start + size].reshape(np.shape(value))
        start += size
        values.append(part if isinstance(value, np.ndarray) else part.tolist())
    return values
