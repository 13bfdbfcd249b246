"""The page's modules as one script: each in a scope of its own, those that it imports before it.

They are plain ES modules with `import { a } from "./b.js";` and `export` before a function, a class
or a const: nothing else is needed, so that this file can do what would take a bundler. The modules
are shipped as they are written; in a page they stand without their comments, which are as long as
the code.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from posixpath import dirname, join, normpath

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+)", re.MULTILINE)
# Comments that stand by themselves, and those in a line that say a type.
_COMMENT = re.compile(
    r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n|^[ \t]*//[^\n]*\n|/\*\* @(?:(?!\*/).)*\*/ ?",
    re.MULTILINE | re.DOTALL,
)


@cache
def script(entry: str) -> str:
    """The source of a module and of all that it imports, in one piece.

    Args:
        entry: the path of the module that runs last; what it exports as `render` is exported, as
            anywidget wants it.
    """
    modules = "\n".join(_in_scope(path) for path in order(entry)) + "\n"
    if not re.search(r"^export function render\b", _source(entry), re.MULTILINE):
        return modules
    return modules + f"export default {{ render: {_scope(entry)}.render }};\n"


def order(entry: str) -> list[str]:
    """The paths of a module and all that it imports, each after those that it imports itself.

    >>> order("values.js")
    ['values.js']
    """
    found: list[str] = []

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            raise ValueError(f"{path} imports itself by way of {' -> '.join(above)}")
        if path not in found:
            for _names, other in _imports(path):
                visit(other, (*above, path))
            found.append(path)

    visit(entry, ())
    return found


def _in_scope(path: str) -> str:
    """A module as a function that is called once and gives what the module exports."""
    source = _source(path)
    taken = [f"const {{{names}}} = {_scope(other)};\n" for names, other in _imports(path)]
    body = without_comments(_EXPORT.sub(r"\1 \2", _IMPORT.sub("", source)))
    left = re.search(r"^(import|export)\b.*", body, re.MULTILINE)
    if left:
        raise ValueError(f"{path}: {left[0]!r} is more than a page's module may say")
    if any(line.count("`") % 2 for line in source.splitlines()):
        raise ValueError(f"{path}: a text in backticks may not go over several lines")
    if re.search(r"</script|<!--", source, re.IGNORECASE):
        raise ValueError(f"{path} would end the script that it stands in")
    given = ", ".join(name for _kind, name in _EXPORT.findall(source))
    return f"const {_scope(path)} = (() => {{\n{''.join(taken)}{body}return {{ {given} }};\n}})();"


def without_comments(source: str) -> str:
    r"""A module's source without its comments, its empty lines and its indentation.

    >>> without_comments("/** Twice. */\nconst twice = (/** @type {number} */ u) =>\n  2 * u;\n")
    'const twice = (u) =>\n2 * u;\n'
    """
    return re.sub(r"^[ \t]+|^\n", "", _COMMENT.sub("", source), flags=re.MULTILINE)


def _scope(path: str) -> str:
    """The name under which a module's exports are kept.

    >>> _scope("explain/to_html.js")
    'explain__to_html'
    """
    return path.removesuffix(".js").replace("/", "__")


def _imports(path: str) -> Iterator[tuple[str, str]]:
    """The names that a module imports, and the path of the module that they come from."""
    for names, other in _IMPORT.findall(_source(path)):
        listed = " ".join(names.split()).rstrip(",").replace(" as ", ": ")
        yield listed, normpath(join(dirname(path), other))


@cache
def _source(path: str) -> str:
    return (resources.files("conspect.page") / "live" / path).read_text("utf-8")
