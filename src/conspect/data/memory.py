"""How much memory there is, so that a file is refused before it fills it."""

import os

from conspect.errors import LimitError
from conspect.language import _

# What is assumed where the system does not say.
_UNKNOWN = 4 * 2**30


def memory() -> int:
    """The machine's memory in bytes."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return _UNKNOWN


def check_fits(size: int, source: str) -> None:
    """See that arrays of so many bytes fit into half of the memory.

    Raises:
        LimitError: they do not.
    """
    if size > memory() // 2:
        raise LimitError(
            _("holds {size:.1f} GiB of numbers, more than half of this machine's memory").format(
                size=size / 2**30
            ),
            _("give it as Parquet, which is read piece by piece"),
            file=source,
        )
