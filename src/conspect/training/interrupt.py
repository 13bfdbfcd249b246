"""Ctrl-C and SIGTERM as a question that the training loop asks, so that it can end in order."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Any

#: what a shell says of a process that a signal ended: 128 and the signal's number
EXIT_CODES = {"SIGINT": 130, "SIGTERM": 143}


class Interruption:
    """Inside this context the first signal is remembered; a second Ctrl-C ends at once.

    Attributes:
        signal: the name of the signal that came; empty while none has.

    >>> with Interruption() as interruption:
    ...     interruption.came()
    False
    """

    def __init__(self) -> None:
        self.signal = ""
        self._before: dict[signal.Signals, Any] = {}

    def came(self) -> bool:
        """Whether a signal has come."""
        return bool(self.signal)

    @property
    def exit_code(self) -> int:
        """What the process is to end with."""
        return EXIT_CODES[self.signal]

    def __enter__(self) -> "Interruption":
        # Only the main thread receives signals, and only it may say how.
        if threading.current_thread() is threading.main_thread():
            for name in EXIT_CODES:
                number = signal.Signals[name]
                self._before[number] = signal.signal(number, self._remember)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _remember(self, number: int, frame: FrameType | None) -> None:
        if self.signal == "SIGINT" == signal.Signals(number).name:
            raise KeyboardInterrupt
        self.signal = signal.Signals(number).name
