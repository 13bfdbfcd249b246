"""Nothing waits for a person: windows do not open, and `input()` is answered."""

import builtins
import os
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

# What a question gets: text that is a small whole number too, for `epochs = int(input())`.
ANSWER = "3"
_MOST_ANSWERS = 100

# Functions of packages that wait for a person, by the module and the value they give instead.
_WAITING: dict[str, dict[str, Any]] = {
    "matplotlib.pyplot": {"show": None, "pause": None, "waitforbuttonpress": None, "ginput": []},
    "cv2": {"imshow": None, "waitKey": -1, "namedWindow": None, "destroyAllWindows": None},
    "PIL.ImageShow": {"show": True},
}


def keep_windows_shut() -> None:
    """From now on the functions above do nothing, and pictures are drawn without a screen."""
    os.environ["MPLBACKEND"] = "Agg"
    sys.meta_path.insert(0, _Finder())


def answer_questions(asked: list[str]) -> None:
    """Answer `input()`; after a hundred answers, say that there are no more.

    Args:
        asked: receives the questions.
    """

    def answer(question: object = "", /) -> str:
        asked.append(str(question))
        if len(asked) > _MOST_ANSWERS:
            raise EOFError("EOF when reading a line")
        return ANSWER

    builtins.input = answer


class _Finder(MetaPathFinder):
    """Finds the modules above where they really are, and has them silenced."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name in _WAITING else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Silencing(spec.loader)
        return spec


class _Silencing(Loader):
    def __init__(self, real: Loader) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._real.exec_module(module)
        for name, value in _WAITING[module.__name__].items():
            setattr(module, name, _giving(value))


def _giving(value: Any) -> Callable[..., Any]:
    def harmless(*arguments: Any, **options: Any) -> Any:
        return value

    return harmless
