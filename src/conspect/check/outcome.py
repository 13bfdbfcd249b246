"""What comes back from running somebody's program: data only, told by the child as JSON."""

from typing import Literal

import msgspec

EndingKind = Literal[
    "finished",  # ran to its end
    "enough",  # stopped by the recorder, which has seen all that it needs
    "exit",  # left by itself: sys.exit, os._exit
    "raised",  # an exception that nothing caught
    "syntax",  # not a Python program
    "missing_package",  # imports what is not installed
    "missing_file",  # opens what is not there
    "time",  # still running at the limit
    "memory",  # asked for more memory than the limit
    "crashed",  # killed by a signal: a crash in C, the system out of memory
    "vanished",  # ended without a word
]


class Ending(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the program ended.

    Attributes:
        kind: one of the kinds above.
        detail: the exception and its message, the name of the package, file or signal.
        line: where in the person's own program, from 1, as far as that is known.
        cell: in a notebook, the code cell, from 1.
        file: the person's file that the line is in.
    """

    kind: EndingKind
    detail: str = ""
    line: int | None = None
    cell: int | None = None
    file: str = ""


NO_REPORT = msgspec.Raw(b"null")


class Message(msgspec.Struct, omit_defaults=True):
    """What the child sends, once.

    Attributes:
        ending: how the program ended.
        report: what the observer made of it, JSON; `null` if it came to no judgement.
        remarks: what was done to the program that the person should know.
        refused: what is wrong with the person's options, and how to mend it.
        failure: the traceback of an error in conspect itself.
    """

    ending: Ending
    report: msgspec.Raw = NO_REPORT
    remarks: list[str] = []
    refused: tuple[str, str] | None = None
    failure: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """A run, as the parent sees it: the child's message and what the program printed.

    Attributes:
        ending, remarks: as in the message.
        report: the observer's judgement, JSON; None if there is none.
        output: the end of what the program printed.
    """

    ending: Ending
    report: bytes | None
    remarks: list[str]
    output: str
