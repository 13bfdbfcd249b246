"""Finds the classes in a folder, so that adding one is adding a file and nothing else."""

import difflib
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from conspect.errors import InputError
from conspect.language import _
from conspect.rule import Rule

R = TypeVar("R", bound=Rule)


def find(package: str, base: type[R]) -> dict[str, type[R]]:
    """The classes in a package that are of a kind, by the names of their files.

    >>> from conspect.optimizers import Optimizer
    >>> find("conspect.optimizers", Optimizer)["sgd"].__name__
    'SGD'
    """
    return {
        value.kind(): value
        for module in _modules(package)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, base)
        if value.__module__ == module.__name__
    }


@cache
def _modules(package: str) -> list[ModuleType]:
    files = iter_modules(import_module(package).__path__, f"{package}.")
    return [import_module(file.name) for file in files]


def find_one(package: str, base: type[R], kind: str, what: str) -> type[R]:
    """The class of that name.

    Raises:
        InputError: there is none; the line names the nearest right one.
    """
    found = find(package, base)
    if kind not in found:
        raise InputError(
            _("unknown {what} {name!r}").format(what=what, name=kind), nearest(kind, found)
        )
    return found[kind]


def nearest(word: str, known: Iterable[str]) -> str:
    """How to mend a word that is not known: the nearest one that is, or all there are."""
    names = sorted(known)
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(word, names, n=1) or [
        folded[match] for match in difflib.get_close_matches(word.casefold(), folded, n=1)
    ]
    if close:
        return _("did you mean {name!r}?").format(name=close[0])
    return _("choose one of: {names}").format(names=", ".join(names))
