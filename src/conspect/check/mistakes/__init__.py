"""The known mistakes, a cause a file.

A file has `propose(evidence)`, which gives the changes to the right backward pass that are this
mistake; adding a mistake is adding a file.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from conspect.check.diagnosis.evidence import Evidence, Flow, Relation


def proposals(evidence: Evidence) -> Iterator[Flow | Relation]:
    """The changes that all known mistakes propose."""
    for file in iter_modules(__path__, f"{__name__}."):
        yield from import_module(file.name).propose(evidence)
