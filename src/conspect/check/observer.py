"""Watches a program while it runs, and judges it in the end."""

import builtins
import sys
from collections.abc import Callable
from contextlib import suppress
from types import CodeType
from typing import Any, NoReturn

import msgspec

from conspect.check.analysis.case import Case
from conspect.check.analysis.given import GivenLoss
from conspect.check.judgement import judge
from conspect.check.outcome import Ending
from conspect.check.recording.expressions import HELPER
from conspect.check.recording.recorder import Recorder
from conspect.check.recording.rewrite import rewrite
from conspect.check.recording.sites import Sources
from conspect.check.recording.tape import Tape

# So many steps of every parameter are enough.
_STEPS = 5


class Observer:
    """Compiles the program so that it is recorded.

    Args:
        stop: ends the program; `judge` is called then.
        options: `loss`: the loss meant, as an expression.
    """

    def __init__(self, stop: Callable[[], NoReturn], options: dict[str, str]) -> None:
        self.time_is_up = False
        self.options = options
        self._stop = stop
        self.tape = Tape(Sources())
        self.recorder = Recorder(self.tape, self._look)
        self._namespaces: list[dict[str, Any]] = []
        vars(builtins)[HELPER] = self.recorder

    def compile(self, source: str, filename: str, cell: int | None = None) -> CodeType:
        """The program, rewritten to be recorded.

        Raises:
            SyntaxError: as Python would.
        """
        main = vars(sys.modules["__main__"])
        if not any(main is namespace for namespace in self._namespaces):
            self._namespaces.append(main)
        return compile(rewrite(source, filename, cell, self.tape.sources), filename, "exec")

    def judge(self, ending: Ending) -> bytes:
        """The report, as JSON."""
        self.recorder.active = False
        self.recorder.pace.look = _nothing
        expression = self.options.get("loss")
        names = {name: value for space in self._namespaces for name, value in space.items()}
        given = GivenLoss(expression, self.recorder, names) if expression else None
        case = Case(self.tape, self._namespaces, given)
        return msgspec.json.encode(judge(case, ending))

    def _look(self) -> None:
        """Called now and then: whether enough has been seen."""
        if self.time_is_up:
            self._stop()
        self.recorder.active = False
        enough = False
        # The program may be deep in a recursion of its own: then look later.
        with suppress(RecursionError):
            enough = self._has_enough()
        self.recorder.active = True
        if enough:
            self._stop()

    def _has_enough(self) -> bool:
        case = Case(self.tape, ())
        if case.computed or len(case.steps) < _STEPS + 1:
            return False
        seen = {id(chain): 0 for chain in case.chains}
        for step in case.steps:
            for transition in step.transitions:
                seen[id(transition.chain)] += 1
        return min(seen.values()) >= _STEPS


def _nothing() -> None:
    """Nobody watches any more."""
