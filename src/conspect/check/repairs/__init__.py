"""Mistakes that keep a program from training at all, and how it can be run all the same.

A file has `find(attempt)`, which gives the mistake, and the program without it where one line can
be mended for sure. Only the text is read here; nothing of the program runs.
"""

from importlib import import_module
from pkgutil import iter_modules

from conspect.check.repairs.repair import Attempt, Repair


def find_repair(attempt: Attempt) -> Repair | None:
    """The first repair that one of the files has."""
    for file in iter_modules(__path__, f"{__name__}."):
        find = getattr(import_module(file.name), "find", None)
        repair = find(attempt) if find else None
        if isinstance(repair, Repair):
            return repair
    return None
