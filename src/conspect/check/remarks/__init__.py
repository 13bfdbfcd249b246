"""What a person should know of a program, though it is no mistake.

A file has `find(case, loss, comparison)`, which gives the notes; adding one is adding a file.
"""

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.reverse import UnderivableError


def remarks(case: Case, loss: Loss, comparison: Comparison) -> Iterator[str]:
    """All that the files find."""
    for file in iter_modules(__path__, f"{__name__}."):
        # What cannot be worked out, of values overwritten or of odd kinds, is left unsaid.
        with suppress(LookupError, UnderivableError, TypeError, ValueError, ArithmeticError):
            yield from import_module(file.name).find(case, loss, comparison)
