"""The child process: runs the program as `python FILE` would, under observation.

Nothing that the program does may keep the judgement from being made and sent: it is made when the
program ends in whatever way, when the observer has seen enough, or when the time is up.
"""

import importlib
import linecache
import os
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import current_thread
from threading import enumerate as all_threads
from time import sleep
from types import CodeType, ModuleType
from typing import Any, NoReturn, Protocol

import msgspec

from conspect.check import channel
from conspect.check.endings import ending_of
from conspect.check.limits import lift_memory_limit, limit_memory, limit_processor
from conspect.check.nurse import put_nurse_between
from conspect.check.outcome import Ending, Message
from conspect.check.own_modules import find_own_modules, make_way
from conspect.check.sources import Source
from conspect.check.stand_ins import put_stand_ins
from conspect.check.windows import ANSWER, answer_questions, keep_windows_shut
from conspect.errors import InputError
from conspect.language import _, speaking

# How long the observer may take to reach its next operation once the time is up.
_PATIENCE = 1.0


class Order(msgspec.Struct):
    """What the parent asks for.

    Attributes:
        file: the person's file, as given on the command line.
        sources: its text.
        folder: where its own modules lie.
        seconds, megabytes: the limits.
        judging: the seconds that the judgement may take.
        observer: the module that has the class `Observer`.
        options: for the observer.
        language: in which remarks are made.
    """

    file: str
    sources: list[Source]
    folder: str
    seconds: float
    megabytes: int
    judging: float
    observer: str
    options: dict[str, str]
    language: str


class Observer(Protocol):
    """What watches a program, and judges it in the end."""

    time_is_up: bool

    def __init__(self, stop: Callable[[], NoReturn], options: dict[str, str]) -> None: ...

    def compile(self, source: str, filename: str, cell: int | None = None) -> CodeType: ...

    def judge(self, ending: Ending) -> bytes: ...


def main() -> NoReturn:
    """Read the order from stdin, obey, and leave."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    descriptor = _private_stdout()
    limit_processor(order.seconds + order.judging)
    put_nurse_between(descriptor)
    with speaking(order.language):
        Child(order, descriptor).run()


def _private_stdout() -> int:
    """Keep stdout for the message; the program's goes where stderr goes, and its stdin is empty."""
    descriptor = os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(descriptor, os.O_BINARY)
    return descriptor


class Child:
    """One run of the program."""

    def __init__(self, order: Order, descriptor: int) -> None:
        self.order, self._descriptor = order, descriptor
        # Kept, since a program may replace them.
        self._getpid, self._leave = os.getpid, os._exit
        self._process = os.getpid()
        self._over = threading.Lock()
        self._asked: list[str] = []
        self._remarks: list[str] = []
        # Before the person's folder can be searched: `numbers.py` beside a script is no longer
        # what `import numpy` finds.
        from conspect.check.first_state import FirstState

        module = importlib.import_module(order.observer)
        self.observer: Observer = module.Observer(self._enough, order.options)
        self._first_state = FirstState()

    def run(self) -> NoReturn:
        """Run the program; judge it."""
        self._prepare()
        error = self._run_all()
        self._await_threads()
        self._finish(Ending("finished") if error is None else error)

    def _prepare(self) -> None:
        order = self.order
        folder = Path(order.folder)
        put_stand_ins()
        keep_windows_shut()
        answer_questions(self._asked)
        find_own_modules(folder, self.observer.compile)
        for source in order.sources:
            make_way(source.text, folder)
        sys.path.insert(0, order.folder)
        sys.argv = [order.file]
        sys.dont_write_bytecode = True
        self._answered = _("input() was answered with {answer!r}").format(answer=ANSWER)
        self._remarks += limit_memory(order.megabytes)
        vars(os)["_exit"] = self._exit
        threading.stack_size(16 * 2**20)
        threading.Thread(target=self._watch, daemon=True).start()
        threading.stack_size(0)

    def _run_all(self) -> BaseException | None:
        """Run every part, as in a notebook; what the first that failed raised, None if none did."""
        names = _main_module(self.order)
        first: BaseException | None = None
        for source in self.order.sources:
            error = self._run_part(source, names)
            first = first or error
            if isinstance(error, SystemExit):
                break
        return first

    def _run_part(self, source: Source, names: dict[str, Any]) -> BaseException | None:
        lines = source.text.splitlines(keepends=True)
        linecache.cache[source.filename] = (len(source.text), None, lines, source.filename)
        try:
            code = self.observer.compile(source.text, source.filename, source.cell)
            exec(code, names)
        except BaseException as error:
            return error
        return None

    def _await_threads(self) -> None:
        """Threads of the program that are still at work belong to it."""
        for thread in all_threads():
            if thread is not current_thread() and not thread.daemon:
                thread.join()

    def _watch(self) -> None:
        """The watchdog: asks the observer to stop, then stops without it."""
        sleep(self.order.seconds)
        self.observer.time_is_up = True
        sleep(_PATIENCE)
        self._finish(Ending("time"))

    def _enough(self) -> NoReturn:
        """The observer has seen enough, or was told that the time is up."""
        self._finish(Ending("time" if self.observer.time_is_up else "enough"))

    def _exit(self, status: int) -> NoReturn:
        """What the program calls as `os._exit`."""
        self._finish(Ending("exit", f"exit status {status}"))

    def _finish(self, end: Ending | BaseException) -> NoReturn:
        """Judge, send, leave; whoever comes second waits for the end."""
        if self._getpid() != self._process:
            # A process that the program has forked.
            self._leave(0)
        self._over.acquire()
        self._first_state.restore()
        vars(os)["_exit"] = self._leave
        lift_memory_limit()
        _flush()
        message = Message(self._ending(end))
        try:
            message.report = msgspec.Raw(self._judge(message.ending))
        except InputError as error:
            message.refused = (error.message, error.mend)
        except BaseException:
            message.failure = traceback.format_exc()
        message.remarks = self._remarks + ([self._answered] if self._asked else [])
        with suppress(OSError):
            channel.send(self._descriptor, message)
        self._leave(0)

    def _ending(self, end: Ending | BaseException) -> Ending:
        if isinstance(end, Ending):
            return end
        return ending_of(end, self.order.file, self.order.sources, Path(self.order.folder))

    def _judge(self, ending: Ending) -> bytes:
        import numpy as np

        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return self.observer.judge(ending)


def _main_module(order: Order) -> dict[str, Any]:
    """A fresh `__main__`, as Python makes it for a script."""
    main_module = ModuleType("__main__")
    sys.modules["__main__"] = main_module
    names = vars(main_module)
    names["__builtins__"] = sys.modules["builtins"]
    if order.sources and order.sources[0].cell is not None:
        from conspect.check.stand_ins import Nothing

        names |= {"display": print, "get_ipython": Nothing}
    else:
        names["__file__"] = order.file
    return names


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
