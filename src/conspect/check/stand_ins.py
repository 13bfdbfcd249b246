"""Stand-ins for packages that open windows, and for missing ones that only show things."""

import sys
from collections.abc import Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

# Packages that open windows: never the real ones.
_WINDOWS = {"tkinter", "turtle"}

# Packages that only show: the real ones where they are installed.
_SHOWING = {"matplotlib", "seaborn", "plotly", "tqdm", "IPython", "ipywidgets", "termcolor"}


def put_stand_ins() -> None:
    """From now on these packages can be imported, and do nothing."""
    missing = {name for name in _SHOWING if name not in sys.modules and find_spec(name) is None}
    sys.meta_path.insert(0, _Finder(missing | _WINDOWS))


class _Anything(type):
    """Classes of stand-ins: every attribute of theirs is there, as with their instances."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class Nothing(metaclass=_Anything):
    """Takes every call and attribute, and does nothing.

    >>> figure = Nothing()
    >>> with figure.canvas("wide") as axes:
    ...     axes.plot([1, 2], color="red").remove()
    Nothing

    A progress bar is a call with what it goes through:

    >>> list(Nothing()(range(3), desc="epoch"))
    [0, 1, 2]
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._through = arguments[0] if arguments else ()

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        # A decorator gives back what it decorates.
        if len(arguments) == 1 and not options and callable(arguments[0]):
            return arguments[0]
        return Nothing(*arguments)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __getitem__(self, key: Any) -> Any:
        return Nothing()

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        through = range(self._through) if isinstance(self._through, int) else self._through
        return iter(through)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def __repr__(self) -> str:
        return "Nothing"


class _Pictures(Nothing):
    """What `subplots` gives has to come apart into a figure and its axes."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        import numpy as np

        rows = options.get("nrows", arguments[0] if arguments else 1)
        columns = options.get("ncols", arguments[1] if len(arguments) > 1 else 1)
        axes = np.empty((rows, columns), dtype=object)
        axes[...] = Nothing()
        return Nothing(), axes[0, 0] if axes.size == 1 else axes.squeeze()


class _Module(ModuleType):
    """A package of which every part is there, and none does anything."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "subplots":
            return _Pictures()
        # Classes, so that a program's own may be derived from them.
        return Nothing if name[:1].isupper() else Nothing()


class _Finder(MetaPathFinder, Loader):
    """Finds the stand-ins, with all their submodules."""

    def __init__(self, packages: set[str]) -> None:
        self._packages = packages

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] not in self._packages:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass
