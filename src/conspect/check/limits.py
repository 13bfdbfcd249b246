"""Limits on what the child may take, where the platform has them."""

import os
import signal
import sys
from types import ModuleType

from conspect.language import _

try:
    import resource as _resource
except ImportError:  # Windows
    resource: ModuleType | None = None
else:
    resource = _resource


def limit_memory(megabytes: int) -> list[str]:
    """Let this process have so much memory beyond what it has now.

    Returns:
        What the person should know: that there is no such limit here.
    """
    if resource is None or sys.platform == "darwin":
        return [_("this platform cannot limit the memory that the program takes")]
    held = _address_space()
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + megabytes * 2**20
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    return []


def lift_memory_limit() -> None:
    """Give the judgement more room than the program had."""
    if resource is not None and sys.platform != "darwin":
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def limit_processor(seconds: float) -> None:
    """A backstop, should nobody be left to stop this process; no core files either."""
    if resource is None:
        return
    allowed = int(seconds * (os.cpu_count() or 1)) + 1
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or allowed < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def die_with_parent() -> None:
    """On Linux: when the parent of this process dies, this one dies too."""
    if sys.platform == "linux":
        _prctl(1, signal.SIGKILL)


def adopt_orphans() -> None:
    """On Linux: processes left behind by children become this process's children."""
    if sys.platform == "linux":
        _prctl(36, 1)


def _prctl(option: int, value: int) -> None:
    import ctypes

    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _address_space() -> int:
    """The bytes of address space that this process has mapped."""
    try:
        with open("/proc/self/statm") as numbers:
            return int(numbers.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
