"""Mistakes that no comparison of gradients shows: what is left out, or beside the point.

A file has `find(case, loss, comparison)`, which gives the mistakes; adding one is adding a file.
"""

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.reverse import UnderivableError
from conspect.check.findings import Mistake


def find_all(case: Case, loss: Loss, comparison: Comparison) -> Iterator[Mistake]:
    """All that the files find."""
    for file in iter_modules(__path__, f"{__name__}."):
        # Where a value was overwritten before it was read, this kind cannot be looked for.
        with suppress(LookupError, UnderivableError):
            yield from import_module(file.name).find(case, loss, comparison)
