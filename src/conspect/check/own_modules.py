"""Modules of the person's own, beside the script: compiled by the observer, like the script."""

import ast
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

Compile = Callable[[str, str], CodeType]

# Folders that hold other people's packages, though they may lie beside the script.
_OTHERS = {"site-packages", "dist-packages"}


def find_own_modules(folder: Path, compile_source: Compile) -> None:
    """Have the modules in this folder compiled by `compile_source(text, file)` when imported."""
    sys.meta_path.insert(0, _Finder(folder.resolve(), compile_source))


def make_way(text: str, folder: Path) -> None:
    """Let the program have its own module where Python has loaded one of the same name.

    `queue.py` beside a script is what its `import queue` means.
    """
    for name in _imported(text):
        own = (folder / f"{name}.py").exists()
        if own and name in sys.modules and not _is_ours(name):
            del sys.modules[name]


def _is_ours(name: str) -> bool:
    """Whether conspect needs this one itself, or it is part of Python's executable."""
    return name in {"conspect", "numpy", "msgspec"} or name in sys.builtin_module_names


def _imported(text: str) -> set[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


class _Finder(MetaPathFinder):
    def __init__(self, folder: Path, compile_source: Compile) -> None:
        self._folder, self._compile = folder, compile_source

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path)
        if spec is None or not isinstance(spec.loader, SourceFileLoader) or not spec.origin:
            return None
        file = Path(spec.origin).resolve()
        if not file.is_relative_to(self._folder) or _OTHERS & set(file.parts):
            return None
        spec.loader = _Loader(name, spec.origin, self._compile)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, file: str, compile_source: Compile) -> None:
        super().__init__(name, file)
        self._compile = compile_source

    def get_code(self, fullname: str) -> CodeType | None:
        return self._compile(self.get_source(fullname) or "", self.path)
