"""Opening a file of data, or standard input."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from conspect.errors import FileAccessError, reason
from conspect.language import _


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The bytes of a file; of standard input, all of them, for `-`.

    Raises:
        FileAccessError: the file cannot be opened or read.
    """
    try:
        if path == "-":
            yield io.BytesIO(sys.stdin.buffer.read())
        else:
            with Path(path).open("rb") as file:
                yield file
    except OSError as error:
        raise FileAccessError(
            _("cannot be read: {reason}").format(reason=reason(error)), file=file_name(path)
        ) from None


def file_name(path: str) -> str:
    """What errors call the file."""
    return "<stdin>" if path == "-" else path
