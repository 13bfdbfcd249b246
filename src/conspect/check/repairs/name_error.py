"""The program dies of a name, or an attribute, that is nowhere defined."""

import ast
import builtins
import re
from collections.abc import Iterator
from difflib import get_close_matches

from conspect.check.repairs.repair import (
    Attempt,
    Place,
    Repair,
    mistake_at,
    replaced,
    with_text,
)
from conspect.check.sources import Source
from conspect.language import _

_NAME = re.compile(r"NameError: (?:free variable|name|cannot access \w+ variable) '(\w+)'")
_ATTRIBUTE = re.compile(r"AttributeError: '\w+' object has no attribute '(\w+)'")

# Names that stand for a module everywhere.
_MODULES = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "math": "import math",
    "random": "import random",
    "plt": "import matplotlib.pyplot as plt",
    "pd": "import pandas as pd",
}


def find(attempt: Attempt) -> Repair | None:
    """The undefined name, and the program with the nearest one in its place."""
    source = attempt.died_in()
    line = attempt.ending.line
    if source is None or line is None or attempt.trains:
        return None
    detail = attempt.ending.detail
    name = _NAME.match(detail)
    attribute = _ATTRIBUTE.match(detail)
    if name:
        return _repair(attempt, source, line, name[1], is_attribute=False)
    if attribute:
        return _repair(attempt, source, line, attribute[1], is_attribute=True)
    return None


def _repair(
    attempt: Attempt, source: Source, line: int, name: str, *, is_attribute: bool
) -> Repair | None:
    tree = ast.parse(source.text)
    scope = _scope(tree, line)
    uses = list(_uses(scope, name, source.text, is_attribute=is_attribute))
    here = [place for place in uses if place.line == line] or uses
    if not here:
        return None
    known = _attributes(attempt) if is_attribute else _names(attempt, scope)
    nearest = get_close_matches(name, known - {name}, 1, 0.6)
    mended = _mended(source, uses, name, nearest)
    shown = f".{name}" if is_attribute else name
    fix = _("define it before it is used, or write the name that is meant")
    if nearest:
        fix = _("write {nearest}").format(nearest=nearest[0])
    elif mended:
        fix = _("put {line} at the top").format(line=_MODULES[name])
    mistake = mistake_at(
        attempt,
        source,
        here[0],
        "name_error",
        message=_("{name} is not defined: the program ends here, and nothing below is done").format(
            name=shown
        ),
        fix=fix,
        evidence=attempt.ending.detail,
        mended=mended if nearest else "",
    )
    return Repair(mistake, with_text(attempt.sources, source, mended) if mended else None)


def _mended(source: Source, uses: list[Place], name: str, nearest: list[str]) -> str:
    if nearest:
        return replaced(source.text, [(place, nearest[0]) for place in uses])
    if name in _MODULES:
        mended = f"{_MODULES[name]}; {source.text}"
        try:
            ast.parse(mended)
        except SyntaxError:
            return ""
        return mended
    return ""


def _scope(tree: ast.Module, line: int) -> ast.AST:
    """The innermost function around the line, else the module."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(around, key=lambda node: node.lineno) if around else tree


def _uses(scope: ast.AST, name: str, text: str, *, is_attribute: bool) -> Iterator[Place]:
    """Where the name is read, in one scope."""
    for node in ast.walk(scope):
        if is_attribute and isinstance(node, ast.Attribute) and node.attr == name:
            if isinstance(node.ctx, ast.Load) and node.end_col_offset is not None:
                whole = Place.of(node, text)
                yield Place(node.end_lineno or node.lineno, whole.end - len(name), whole.end)
        elif not is_attribute and isinstance(node, ast.Name) and node.id == name:
            yield Place.of(node, text)


def _names(attempt: Attempt, scope: ast.AST) -> set[str]:
    """The names that may be meant: those of the scope and of the module, and Python's own."""
    known = {name for name in vars(builtins) if not name.startswith("_")}
    for _source, tree in attempt.trees():
        for statement in tree.body:
            known |= set(_defined(statement))
    for node in ast.walk(scope):
        known |= set(_defined(node))
        if isinstance(node, ast.arg):
            known.add(node.arg)
    return known


def _defined(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        yield node.name
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        elif isinstance(part, ast.alias):
            yield (part.asname or part.name).partition(".")[0]


def _attributes(attempt: Attempt) -> set[str]:
    """All attributes that the program assigns, and its methods."""
    known = set()
    for _source, tree in attempt.trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                known.add(node.attr)
            elif isinstance(node, ast.ClassDef):
                known |= {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
    return known
