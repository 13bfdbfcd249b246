"""A file replaced whole or not at all, whatever happens meanwhile; the one before it is kept.

The new content goes to a file beside it, is pressed to the disk, and takes the name in one move of
the file system. A process that dies anywhere in between leaves the old file, or the new one.
"""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from conspect.errors import FileAccessError, reason
from conspect.language import _


def previous(path: Path) -> Path:
    """Where the content before the present one is kept: `m.conspect.previous`."""
    return path.with_name(f"{path.name}.previous")


def replace_file(path: str, pieces: Iterable[bytes]) -> None:
    """Write a file anew.

    Args:
        path: of the file; `-` is standard output.
        pieces: the content, in order.

    Raises:
        FileAccessError: it cannot be written; what was there before is as it was.
    """
    try:
        if path == "-":
            sys.stdout.buffer.writelines(pieces)
            sys.stdout.buffer.flush()
            return
        # The file that a link names is replaced, not the link.
        target = Path(path).resolve()
        if target.exists() and not target.is_file():
            _write(target, pieces)
            return
        partial = target.with_name(f".{target.name}.partial")
        try:
            _write(partial, pieces)
            _keep_previous(target)
            os.replace(partial, target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        _press_folder(target.parent)
    except OSError as error:
        raise FileAccessError(
            _("cannot be written: {reason}").format(reason=reason(error)), file=path
        ) from None


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        if path.is_file():
            os.fsync(file.fileno())


def _keep_previous(target: Path) -> None:
    """Let the present content go by its second name too, without a moment in which it has none."""
    if not target.exists():
        return
    kept = previous(target)
    link = kept.with_name(f".{kept.name}.partial")
    link.unlink(missing_ok=True)
    try:
        os.link(target, link)
    except OSError:
        # A file system without hard links.
        shutil.copyfile(target, link)
    os.replace(link, kept)


def _press_folder(folder: Path) -> None:
    """Press the new name to the disk; Windows has no way to, nor the need."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
