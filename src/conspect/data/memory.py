"""How much memory there is, so that a file is refused before it fills it."""

import os
from contextlib import suppress
from pathlib import Path

from conspect.errors import LimitError
from conspect.language import _

# What is assumed where the system does not say.
_UNKNOWN = 4 * 2**30


# Where Linux says how much a container may use, in its newer and its older form.
_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def memory() -> int:
    """The memory that there is, in bytes: the machine's, or what a container has of it."""
    try:
        most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        most = _UNKNOWN
    for file in _LIMITS:
        # Where there is no limit, the file says `max`, or is not there.
        with suppress(OSError, ValueError):
            most = min(most, int(file.read_text()))
    return most


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
