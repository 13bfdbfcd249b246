"""The text of a file, and what it says in TOML."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from conspect.errors import FileAccessError, InputError


def read_text(path: str | Path, name: str) -> str:
    """The text of a file, UTF-8, with or without a byte order mark; `name` is for errors.

    Raises:
        InputError: not UTF-8.
        FileAccessError: the file cannot be opened.
    """
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except OSError as error:
        raise FileAccessError(f"cannot be read: {error.strerror or error}", file=name) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError("not UTF-8 text", "save it as UTF-8", file=name, line=line) from None


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
            raise InputError(f"not TOML: {error}", "close the quotes or the brackets") from None
        message = str(error).removesuffix(match[0])
        raise InputError(
            f"not TOML: {message}",
            next((mend for start, mend in _TOML_MENDS.items() if message.startswith(start)), ""),
            line=int(match[1]),
            column=int(match[2]),
        ) from None
    except RecursionError:
        raise InputError(
            "not TOML that can be read: brackets nested too deep", "take some away"
        ) from None


# How to mend what Python's TOML reader complains of.
_TOML_MENDS = {
    "Cannot overwrite": "the key stands there twice: keep one",
    "Cannot declare": "the table stands there twice: keep one",
    "Cannot mutate": "the key stands there twice: keep one",
    "Invalid value": 'texts stand in quotes: "relu"; lists in brackets',
    "Invalid statement": "write key = value, or [table]",
    "Illegal character": "close the quotes, or take the sign away",
    "Unclosed array": "close its bracket",
    "Unterminated": "close the quotes",
    "Expected '='": "write key = value",
    "Expected ']": "close the bracket",
    "Expected newline": "write one key = value a line; lists stand in brackets",
}
