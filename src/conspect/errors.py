"""Everything that conspect raises for a reason of the user's.

ConspectError              what is wrong, where, how to mend it: one line
├─ InputError              input that could be read but is wrong        (exit code 2)
│  ├─ NetworkError         a network that does not fit together
│  ├─ DataError            rows that do not fit the network
│  └─ EquationError        text outside the language of equations
├─ LimitError              a limit on time or memory was reached        (exit code 3)
├─ FileAccessError         a file cannot be opened or written           (exit code 4)
└─ MissingExtraError       an optional package is not installed         (exit code 2)
"""

import errno

from conspect.language import _


class ConspectError(Exception):
    """What is wrong, where it is and how to mend it, in one line.

    Args:
        message: what is wrong.
        mend: what the user can do about it; left out if nothing more can be said.
        file, line, column: where it is, as far as that is known; lines and columns from 1.
        origin: the keys that lead to it in a description of a network, `("layers", 0, "units")`;
            who reads the description from a file turns them into a line.

    >>> print(ConspectError("unknown key 'unit'", "did you mean 'units'?", file="net.toml", line=5))
    net.toml:5: unknown key 'unit'; did you mean 'units'?
    """

    exit_code = 2

    def __init__(
        self,
        message: str,
        mend: str = "",
        *,
        file: str = "",
        line: int | None = None,
        column: int | None = None,
        origin: tuple[str | int, ...] = (),
    ) -> None:
        self.message, self.mend, self.origin = message, mend, origin
        self.file, self.line, self.column = file, line, column
        super().__init__(message, mend)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = f"{self.message}; {self.mend}" if self.mend else self.message
        return " ".join(f"{place}: {text}".split()) if place else " ".join(text.split())


class InputError(ConspectError):
    """Input that could be read but is wrong."""


class NetworkError(InputError):
    """A network whose parts do not fit together."""


class DataError(InputError):
    """Rows of data that do not fit the network."""


class EquationError(InputError):
    """Text that is not in the language of equations."""


class LimitError(ConspectError):
    """A limit on time or memory was reached."""

    exit_code = 3


class FileAccessError(ConspectError):
    """A file cannot be opened or written."""

    exit_code = 4


class MissingExtraError(ConspectError):
    """An optional package is needed; the line names the pip command that installs it.

    >>> print(MissingExtraError("mpmath", extra="test"))
    mpmath is not installed; run: pip install 'conspect[test]'
    """

    def __init__(self, package: str, *, extra: str) -> None:
        super().__init__(
            _("{package} is not installed").format(package=package),
            _("run: {command}").format(command=f"pip install 'conspect[{extra}]'"),
        )


def reason(error: OSError) -> str:
    """Why the system refuses, in the language in use, as far as it is something usual.

    >>> reason(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    'No such file or directory'
    """
    match error.errno:
        case errno.ENOENT:
            return _("No such file or directory")
        case errno.EISDIR:
            return _("Is a directory")
        case errno.ENOTDIR:
            return _("Not a directory")
        case errno.EACCES | errno.EPERM:
            return _("Permission denied")
        case errno.ENOSPC:
            return _("No space left on device")
        case errno.EROFS:
            return _("Read-only file system")
    return error.strerror or str(error)
