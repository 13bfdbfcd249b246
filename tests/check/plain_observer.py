"""An observer that only looks on: it compiles the program as it is and tells what became of it."""

import builtins
from collections.abc import Callable
from types import CodeType
from typing import NoReturn

import msgspec
import numpy as np

from conspect.check.outcome import Ending


class Observer:
    time_is_up = False

    def __init__(self, stop: Callable[[], NoReturn], options: dict[str, str]) -> None:
        vars(builtins)["stop"] = stop
        self.options = options
        self.compiled: list[str] = []

    def compile(self, source: str, filename: str, cell: int | None = None) -> CodeType:
        self.compiled.append(filename)
        return compile(source, filename, "exec")

    def judge(self, ending: Ending) -> bytes:
        if "fail" in self.options:
            raise ValueError(self.options["fail"])
        total = float(np.dot(np.ones(3), np.arange(3.0)))
        return msgspec.json.encode({"ending": ending, "dot": total, "compiled": self.compiled})
