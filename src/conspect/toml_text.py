"""The text of a file, and what it says in TOML."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from conspect.errors import FileAccessError, InputError, reason
from conspect.language import _


def read_text(path: str | Path, name: str) -> str:
    """The text of a file, UTF-8, with or without a byte order mark; `name` is for errors.

    Raises:
        InputError: not UTF-8.
        FileAccessError: the file cannot be opened.
    """
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except OSError as error:
        raise FileAccessError(
            _("cannot be read: {reason}").format(reason=reason(error)), file=name
        ) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(_("not UTF-8 text"), _("save it as UTF-8"), file=name, line=line) from None


def parsed(text: str) -> dict[str, Any]:
    """The tables and keys that the text describes.

    Raises:
        InputError: not TOML; the line names line and column.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        if match is None:
            raise InputError(
                _("not TOML: {error}").format(error=error), _("close the quotes or the brackets")
            ) from None
        message = str(error).removesuffix(match[0])
        raise InputError(*_explained(message), line=int(match[1]), column=int(match[2])) from None
    except RecursionError:
        raise InputError(
            _("not TOML that can be read: brackets nested too deep"), _("take some away")
        ) from None


def _explained(message: str) -> tuple[str, str]:
    """What Python's TOML reader complains of, in our words, and how to mend it."""
    twice = _("not TOML: the key stands there twice"), _("keep one")
    explanations = {
        "Cannot overwrite": twice,
        "Cannot mutate": twice,
        "Cannot declare": (_("not TOML: the table stands there twice"), _("keep one")),
        "Invalid value": (
            _("not TOML: this is no value"),
            _('texts stand in quotes: "relu"; lists in brackets'),
        ),
        "Invalid statement": (
            _("not TOML: this is neither a key nor a table"),
            _("write key = value, or [table]"),
        ),
        "Illegal character": (
            _("not TOML: a sign that cannot stand here"),
            _("close the quotes, or take the sign away"),
        ),
        "Unclosed array": (_("not TOML: a list without an end"), _("close its bracket")),
        "Unterminated": (_("not TOML: a text without an end"), _("close the quotes")),
        "Expected '='": (_("not TOML: '=' is missing behind the key"), _("write key = value")),
        "Expected ']": (_("not TOML: ']' is missing"), _("close the bracket")),
        "Expected newline": (
            _("not TOML: the line goes on behind its value"),
            _("write one key = value a line; lists stand in brackets"),
        ),
    }
    known = (text for start, text in explanations.items() if message.startswith(start))
    return next(known, (_("not TOML: {error}").format(error=message), ""))
