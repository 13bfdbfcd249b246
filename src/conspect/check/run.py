"""Run somebody's program in a child process, and survive whatever it does."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec

from conspect.check import channel
from conspect.check.outcome import NO_REPORT, Ending, Message, Outcome
from conspect.check.sources import Source, is_notebook, read_sources
from conspect.errors import InputError
from conspect.language import _, language_in_use

# What is kept of the program's own output: its end.
_OUTPUT = 64 * 1024

# The seconds that the judgement may take after the program's own time, and the start of Python.
JUDGING = 20.0

_OBSERVER = "conspect.check.observer"


class JudgementError(Exception):
    """conspect failed in the child; the text is the traceback there."""


def warning(file: str) -> str:
    """What the person should know before `run`, in one line."""
    if file.endswith(".ipynb"):
        return _("{file} runs with your own rights, as Jupyter would run it").format(file=file)
    return _("{file} runs with your own rights, as `python {file}` would").format(file=file)


def run(
    file: str,
    sources: list[Source] | None = None,
    *,
    seconds: float = 30,
    megabytes: int = 4096,
    options: Mapping[str, str] | None = None,
    observer: str = _OBSERVER,
) -> Outcome:
    """Run a script or notebook under observation, with the rights of whoever calls.

    The working folder stays as it is for a script; for a notebook it is the notebook's, as in
    Jupyter. No file is changed but by the program itself.

    Args:
        file: the script or notebook; `-` is stdin.
        sources: its text; read from the file if left out.
        seconds: how long the program may run.
        megabytes: the memory that it may take, where the platform can limit it.
        options: for the observer.
        observer: the module whose class `Observer` watches and judges.

    Raises:
        FileAccessError, InputError: the file cannot be opened, or is neither script nor notebook.
        InputError: the loss given cannot be worked out.
        JudgementError: the judgement failed, which is a mistake of ours.
    """
    sources = read_sources(file) if sources is None else sources
    folder = os.getcwd() if file == "-" else str(Path(file).resolve().parent)
    order = {
        "file": file,
        "sources": msgspec.to_builtins(sources),
        "folder": folder,
        "seconds": seconds,
        "megabytes": megabytes,
        "judging": JUDGING,
        "observer": observer,
        "options": dict(options or {}),
        "language": language_in_use(),
    }
    place = folder if file != "-" and is_notebook(sources) else None
    message, output = _converse(json.dumps(order).encode(), place, seconds + JUDGING)
    if message.failure:
        raise JudgementError(message.failure)
    if message.refused:
        raise InputError(*message.refused)
    report = None if message.report == NO_REPORT else bytes(message.report)
    return Outcome(message.ending, report, message.remarks, output)


def _converse(order: bytes, folder: str | None, seconds: float) -> tuple[Message, str]:
    """Start the child, give it the order, wait for its message."""
    with _child(folder) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        printed = _Tail(process.stderr)
        answer = _Answer(process.stdout)
        with suppress(OSError):
            process.stdin.write(order)
            process.stdin.close()
        in_time = answer.wait(seconds)
        silence = _silent(process) if in_time and answer.message is None else Ending("time")
        _end(process)
        return answer.message or Message(silence), printed.text()


@contextmanager
def _child(folder: str | None) -> Iterator["subprocess.Popen[bytes]"]:
    # -P: no folder of the person's is searched before Python's own; -B: no __pycache__.
    command = [sys.executable, "-P", "-B", "-c", "from conspect.check.child import main; main()"]
    process = subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            pipe.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the child and everything it has started."""
    with suppress(subprocess.TimeoutExpired):
        # Its nurse ends by itself once the program is over.
        process.wait(0.2)
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(2)
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _silent(process: "subprocess.Popen[bytes]") -> Ending:
    """How a child ended that sent nothing."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(2)
    status = process.returncode
    if status is not None and status < 0:
        names = {known.value: known.name for known in signal.Signals}
        return Ending("crashed", names.get(-status, f"signal {-status}"))
    return Ending("vanished", "" if status is None else f"exit status {status}")


class _Answer:
    """Reads the message in a thread of its own."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.message: Message | None = None
        self._pipe = pipe
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            self.message = channel.receive(self._pipe.read)

    def wait(self, seconds: float) -> bool:
        """Wait for the message, or the end of the pipe; False if the time is up."""
        self._thread.join(seconds)
        return not self._thread.is_alive()


class _Tail:
    """Keeps the end of what is printed, however much that is."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._read, args=[pipe], daemon=True)
        self._thread.start()

    def _read(self, pipe: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            while part := pipe.read(65536):
                self._kept += part
                del self._kept[:-_OUTPUT]

    def text(self) -> str:
        """What was kept; a character that the cut has split is replaced."""
        self._thread.join(0.5)
        return bytes(self._kept).decode("utf-8", "replace")
