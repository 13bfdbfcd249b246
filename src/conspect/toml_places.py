"""Where each key of a TOML file stands: Python's own reader gives the values, not the places."""

import re
from collections.abc import Iterator

Keys = tuple[str | int, ...]

# A string in any of TOML's four forms, a comment, a bracket, an end of line.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]|\n',
    re.DOTALL,
)
_HEADER = re.compile(r"(\[\[?)([^\]]*)\]")
_KEY = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))\s*\.?")


def key_lines(text: str) -> dict[Keys, int]:
    """The line (from 1) of every key and table, by the keys that lead to it.

    >>> text = "[network]", "inputs = 2", "[[layers]]", "units = 3"
    >>> key_lines(chr(10).join(text))["layers", 0, "units"]
    4
    """
    lines: dict[Keys, int] = {}
    tables: dict[Keys, int] = {}
    prefix: Keys = ()
    for line, statement in _statements(text):
        header = _HEADER.match(statement)
        if header is None:
            lines.setdefault((*prefix, *_keys(statement.partition("=")[0])), line)
            continue
        prefix = _within(_keys(header[2]), tables)
        if header[1] == "[[":
            tables[prefix] = tables.get(prefix, -1) + 1
            prefix = (*prefix, tables[prefix])
        lines.setdefault(prefix, line)
    return lines


def line_of(text: str, keys: Keys) -> int | None:
    """The line of a key, or of the first below it; if it is not there, of the table around it."""
    lines = key_lines(text)
    for length in range(len(keys), 0, -1):
        for known, line in lines.items():
            if known[:length] == keys[:length]:
                return line
    return None


def _within(keys: Keys, tables: dict[Keys, int]) -> Keys:
    """The keys with the number of the last table put in after each array of tables on the way."""
    full: Keys = ()
    for position, key in enumerate(keys):
        full = (*full, key)
        if position < len(keys) - 1 and full in tables:
            full = (*full, tables[full])
    return full


def _keys(text: str) -> Keys:
    return tuple(match[1] or match[2] or match[3] for match in _KEY.finditer(text))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with the line that it begins in; one may go over several lines."""
    start, line, begun, depth = 0, 1, 1, 0
    for token in _TOKEN.finditer(text + "\n"):
        sign = token[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "\n" and depth <= 0:
            statement = text[start : token.start()].strip()
            if statement and not statement.startswith("#"):
                yield begun, statement
            start, begun = token.end(), line + 1
        line += sign.count("\n")
