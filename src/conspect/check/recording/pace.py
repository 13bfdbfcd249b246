"""When to look whether enough of the program has been seen."""

import time
from collections.abc import Callable

from conspect.check.recording.tape import Tape

# Events between two looks at the clock.
_EVENTS = 256
# Nodes after which to look for the first time, and how many more before each further look.
_FIRST_SIZE, _GROWTH, _MORE = 4000, 1.6, 2000
# Seconds between two looks, and how many times longer than a look the program runs between them.
_SECONDS, _SHARE = 0.5, 4


class Pace:
    """Calls `look` as the tape grows and time passes, never for much of the program's time."""

    def __init__(self, tape: Tape, look: Callable[[], None]) -> None:
        self._tape, self.look = tape, look
        self._countdown = _EVENTS
        self._next_size, self._next_time = _FIRST_SIZE, time.monotonic() + _SECONDS

    def event(self) -> None:
        """Something has happened."""
        self._countdown -= 1
        if self._countdown:
            return
        self._countdown = _EVENTS
        now = time.monotonic()
        if len(self._tape.nodes) >= self._next_size or now >= self._next_time:
            self.look()
            passed = time.monotonic() - now
            self._next_size = int(len(self._tape.nodes) * _GROWTH) + _MORE
            self._next_time = time.monotonic() + max(_SECONDS, _SHARE * passed)
