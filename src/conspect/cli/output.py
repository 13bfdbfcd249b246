"""Where results go: a file, whole or not at all, or stdout in whatever it can show."""

import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TextIO

from conspect.errors import FileAccessError, InputError, reason
from conspect.language import _

if TYPE_CHECKING:
    from rich.text import Text

# A sample of the signs that a lesson uses beyond ASCII.
_SIGNS = "≈·−→²Σ┌▶"

# Endings of files whose format has another name.
_ENDINGS = {"htm": "html", "tex": "latex", "md": "markdown", "txt": "text"}


def form_of(output: str, forms: Collection[str], otherwise: str) -> str:
    """The format that a file's name asks for.

    Args:
        output: the file's name.
        forms: the formats there are.
        otherwise: the one that is meant by a name without an ending.

    Raises:
        InputError: the name ends like none of the formats.
    """
    suffix = PurePath(output).suffix
    ending = suffix.lower().removeprefix(".")
    form = _ENDINGS.get(ending, ending) or otherwise
    if form not in forms:
        raise InputError(
            _("no format has the ending {ending}").format(ending=suffix),
            _("choose one of: {names}").format(names=", ".join(sorted(forms))),
            file=output,
        )
    return form


def write_file(path: str, content: str | bytes) -> None:
    """Write a file whole: what was there before stays until the new content is complete.

    Raises:
        FileAccessError: the file cannot be written.
    """
    target = Path(path)
    raw = content.encode() if isinstance(content, str) else content
    try:
        if target.exists() and not target.is_file():
            # A device or a pipe (/dev/null) is written to as it is; a folder is refused by the OS.
            target.write_bytes(raw)
            return
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise FileAccessError(
            _("cannot be written: {reason}").format(reason=reason(error)), file=str(path)
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write(output: str, content: str | bytes) -> None:
    """Write text or bytes to a file, or to stdout if `output` is `-`."""
    if output != "-":
        write_file(output, content)
        return
    stdout = _stdout()
    if isinstance(content, bytes):
        stdout.flush()
        stdout.buffer.write(content)
        return
    encoding = stdout.encoding or "ascii"
    stdout.write(content.encode(encoding, "backslashreplace").decode(encoding))


def _stdout() -> TextIO:
    """Standard output; Python has None in its place where it is closed."""
    if sys.stdout is None:
        raise FileAccessError(
            _("standard output is closed"), _("open it, or write to a file with -o")
        )
    return sys.stdout


def terminal_width() -> int:
    """The width of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if _has_width() else 80


def _has_width() -> bool:
    return _stdout().isatty() or "COLUMNS" in os.environ


def needs_ascii() -> bool:
    """Whether stdout cannot encode the signs of mathematics."""
    try:
        _SIGNS.encode(_stdout().encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


def print_rows(rows: Iterable["Text"], *, no_color: bool) -> None:
    """Print styled rows to stdout, in colour where it is a terminal that shows colour."""
    from rich.console import Console

    if no_color or "NO_COLOR" in os.environ or not Console().color_system:
        write("-", "".join(f"{row.plain.rstrip()}\n" for row in rows))
        return
    console = Console(highlight=False, soft_wrap=True)
    for row in rows:
        console.print(row)
