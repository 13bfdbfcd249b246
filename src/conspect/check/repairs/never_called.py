"""A function that should train is named without brackets, or never called at all."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

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

# What functions that train are called.
_TRAINS = re.compile(
    r"back|bprop|grad|update|train|learn|optimi[sz]e|step|descen[dt]|adjust|fit", re.IGNORECASE
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def find(attempt: Attempt) -> Repair | None:
    """The forgotten call, and the program with it."""
    return _without_brackets(attempt) or _not_at_all(attempt)


@dataclass(frozen=True)
class _Defined:
    """A function of the program; the class that it belongs to, if any."""

    node: _Function
    owner: ast.ClassDef | None

    @property
    def wanted(self) -> list[str]:
        """The arguments that have to be given."""
        arguments = [arg.arg for arg in self.node.args.args]
        needed = arguments[: len(arguments) - len(self.node.args.defaults)]
        return needed[1:] if self.owner is not None else needed


def _functions(attempt: Attempt) -> dict[str, _Defined]:
    found: dict[str, _Defined] = {}
    for _source, tree in attempt.trees():
        for node in tree.body:
            if isinstance(node, _Function):
                found[node.name] = _Defined(node, None)
            elif isinstance(node, ast.ClassDef):
                for part in node.body:
                    if isinstance(part, _Function) and not part.decorator_list:
                        found[part.name] = _Defined(part, node)
    return found


def _mentioned(attempt: Attempt) -> set[str]:
    """The names of all functions and methods that are called or handed on somewhere."""
    bare = {id(statement.value) for _source, statement in _bare_statements(attempt)}
    found = set()
    for _source, tree in attempt.trees():
        for node in ast.walk(tree):
            if id(node) not in bare:
                if isinstance(node, ast.Attribute):
                    found.add(node.attr)
                elif isinstance(node, ast.Name):
                    found.add(node.id)
    return found


def _bare_statements(attempt: Attempt) -> Iterator[tuple[Source, ast.Expr]]:
    """Statements that only name something: `net.backward`."""
    for source, tree in attempt.trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name | ast.Attribute):
                yield source, node


def _without_brackets(attempt: Attempt) -> Repair | None:
    functions = _functions(attempt)
    for source, statement in _bare_statements(attempt):
        value = statement.value
        assert isinstance(value, ast.Name | ast.Attribute)
        name = value.attr if isinstance(value, ast.Attribute) else value.id
        if name not in functions:
            continue
        place = Place.of(statement, source.text)
        call = _call(attempt, functions[name], ast.unparse(value))
        text = replaced(source.text, [(place, call)]) if call else ""
        mistake = mistake_at(
            attempt,
            source,
            place,
            "never_called",
            message=_(
                "{name} is named here, but not called: without brackets nothing is done"
            ).format(name=ast.unparse(value)),
            fix=_("call it: {call}").format(call=call or f"{ast.unparse(value)}(…)"),
            evidence=_("no line of {name} was ever run").format(name=name),
            mended=text,
        )
        return Repair(mistake, with_text(attempt.sources, source, text) if text else None)
    return None


def _not_at_all(attempt: Attempt) -> Repair | None:
    """A loop that runs forward only, beside a function that trains and is called nowhere."""
    report = attempt.report
    if attempt.ending.kind != "finished" or report is None or report.steps:
        return None
    mentioned = _mentioned(attempt)
    for name, function in _functions(attempt).items():
        if name in mentioned or name.startswith("__") or not _TRAINS.search(name):
            continue
        if not _changes_something(function):
            continue
        for source, tree in attempt.trees():
            for statement, call in _calls_in_loops(tree):
                owner = _owner(call, function, attempt)
                if owner is None:
                    continue
                return _inserted(attempt, source, statement, function, owner)
    return None


def _changes_something(function: _Defined) -> bool:
    """Whether a function assigns attributes or items, or gives something back."""
    stores = (ast.Attribute, ast.Subscript)
    return any(
        (isinstance(node, stores) and isinstance(node.ctx, ast.Store))
        or isinstance(node, ast.AugAssign)
        for node in ast.walk(function.node)
    )


def _calls_in_loops(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.Call]]:
    """The calls that stand in a loop at module level, with their statements."""
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For | ast.While):
            for statement in loop.body:
                if isinstance(statement, ast.Expr | ast.Assign):
                    for node in ast.walk(statement):
                        if isinstance(node, ast.Call):
                            yield statement, node


def _owner(call: ast.Call, function: _Defined, attempt: Attempt) -> str | None:
    """What to write before the function's name: the object whose other method is called here."""
    if function.owner is None:
        return (
            "" if isinstance(call.func, ast.Name) and call.func.id in _functions(attempt) else None
        )
    siblings = {part.name for part in function.owner.body if isinstance(part, _Function)}
    if isinstance(call.func, ast.Attribute) and call.func.attr in siblings:
        return f"{ast.unparse(call.func.value)}."
    return None


def _inserted(
    attempt: Attempt, source: Source, statement: ast.stmt, function: _Defined, owner: str
) -> Repair:
    name = function.node.name
    call = _call(attempt, function, f"{owner}{name}")
    place = Place.of(statement, source.text)
    one_line = statement.lineno == statement.end_lineno
    after = Place(place.line, place.end, place.end)
    text = replaced(source.text, [(after, f"; {call}")]) if call and one_line else ""
    mistake = mistake_at(
        attempt,
        source,
        place,
        "never_called",
        message=_("{name} is defined, but called nowhere: nothing is trained").format(name=name),
        fix=_("call it after this line: {call}").format(call=call or f"{owner}{name}(…)"),
        evidence=_("no line of {name} was ever run").format(name=name),
    )
    return Repair(mistake, with_text(attempt.sources, source, text) if text else None)


def _call(attempt: Attempt, function: _Defined, name: str) -> str:
    """The call with its arguments, taken from the names that the module has; empty if one lacks."""
    known: dict[str, str] = {}
    for _source, tree in attempt.trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                known.setdefault(node.id.lower(), node.id)
    try:
        arguments = [known[wanted.lower()] for wanted in function.wanted]
    except KeyError:
        return ""
    return f"{name}({', '.join(arguments)})"
