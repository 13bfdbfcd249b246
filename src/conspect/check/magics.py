"""What notebooks hold beside Python (`%matplotlib inline`, `!pip install`), made harmless.

Every line keeps its number: a mistake is shown where the person sees it.
"""

import ast
import io
import re
import tokenize

# Cell magics whose body is Python that is meant to run.
_PYTHON_BODY = {"time", "timeit", "capture", "prun", "python", "python3"}

# Line magics that run a statement.
_STATEMENT = re.compile(r"%(?:time|timeit|prun)\b((?:\s+-\w+(?:\s*\d+)?)*)(.*)")
_ASSIGNED = re.compile(r"(\s*[\w.\[\]'\", ]+?=\s*)[!%].*")
_QUESTION = re.compile(r"\s*(?:\?{1,2}[\w.]+|[\w.]+\?{1,2})\s*")


def without_magics(text: str) -> str:
    r"""A cell as plain Python.

    >>> without_magics("%matplotlib inline\nx = 1\n!ls")
    'pass\nx = 1\npass'
    >>> without_magics("%%html\n<b>hello</b>")
    '\n'
    >>> without_magics("%time train(3)")
    'train(3)'
    """
    lines = text.split("\n")
    first = next((row for row, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        name = re.split(r"\W", lines[first][2:].strip(), maxsplit=1)[0]
        if name not in _PYTHON_BODY:
            return "\n".join("" for _ in lines)
        lines[first] = ""
    if _is_python("\n".join(lines)):
        return "\n".join(lines)
    for row, line in enumerate(lines):
        plain = _plain(line)
        if plain != line and _is_complete(lines[:row]):
            lines[row] = plain
    return "\n".join(lines)


def _plain(line: str) -> str:
    """The line without its magic; the line itself if it has none."""
    body = line.lstrip()
    indent = line[: len(line) - len(body)]
    statement = _STATEMENT.fullmatch(body)
    if statement and statement[2].strip():
        return f"{indent}{statement[2].strip()}"
    if body.startswith(("%", "!")) or _QUESTION.fullmatch(line):
        return f"{indent}pass"
    assigned = _ASSIGNED.fullmatch(line)
    return f"{assigned[1]}[]" if assigned else line


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _is_complete(lines: list[str]) -> bool:
    """Whether these lines leave no string or bracket open, so that the next begins a statement."""
    if lines and lines[-1].endswith("\\"):
        return False
    try:
        list(tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline))
    except tokenize.TokenError:
        return False
    except SyntaxError:
        return True
    return True
