"""A process between conspect and the program: what the program does to its parent meets it first.

It waits for the program, tells how it died if it could not tell itself, and ends every process that
the program has left behind.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

from conspect.check import channel
from conspect.check.limits import adopt_orphans, die_with_parent
from conspect.check.outcome import Ending, Message


def put_nurse_between(descriptor: int) -> None:
    """Fork: the child returns and runs the program; the parent nurses it and never returns.

    Where processes cannot be forked (Windows), this process goes on alone.
    """
    if not hasattr(os, "fork"):
        return
    die_with_parent()
    adopt_orphans()
    child = os.fork()
    if child == 0:
        die_with_parent()
        return
    _nurse(child, descriptor)


def _nurse(child: int, descriptor: int) -> None:
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: _leave(child))
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        channel.send(descriptor, Message(_killed(os.WTERMSIG(status))))
    elif os.WEXITSTATUS(status):
        ending = Ending("vanished", f"exit status {os.WEXITSTATUS(status)}")
        channel.send(descriptor, Message(ending))
    _leave(child)


def _killed(number: int) -> Ending:
    if number == signal.SIGXCPU:
        return Ending("time")
    names = {known.value: known.name for known in signal.Signals}
    return Ending("crashed", names.get(number, f"signal {number}"))


def _leave(child: int) -> None:
    """End the program and what it left behind; on Linux even what hides in its own session."""
    left = {child}
    while left:
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in left:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        left = _children()
    os._exit(0)


def _children() -> set[int]:
    """The processes whose parent this one is by now."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # pid (command) state parent; the command may hold spaces and brackets.
            parent = file.read_text(errors="replace").rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(int(file.parent.name))
    return found
