"""Two formulas for the error of one output and one target."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from conspect.check.analysis.case import Case
from conspect.check.analysis.comparison import Comparison
from conspect.check.analysis.losses import Loss
from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.names import name_of
from conspect.check.recording.sites import Site
from conspect.check.recording.tape import Node
from conspect.check.report.source import place_of
from conspect.language import _


@dataclass
class Formula:
    """A place that multiplies the squared error by something.

    Attributes:
        factor: the number that it is multiplied by.
        is_literal: whether that is written in numbers alone.
    """

    site: Site
    factor: float
    is_literal: bool


def find(case: Case, loss: Loss, comparison: Comparison) -> Iterator[str]:
    """Squares of the same differences, times what is not the same."""
    errors = {
        _key(as_array(case.values(meeting.output)) - meeting.target_value(case.values))
        for step in case.steps[:1]
        for meeting in step.meetings
        if meeting.kind == "difference"
    }
    found: dict[bytes, dict[Site, Formula]] = {}
    for node in case.tape.nodes:
        difference = _squared(node)
        if difference is None:
            continue
        key = _key(as_array(case.values(difference)))
        if key in errors:
            for formula in _formulas(case, node):
                found.setdefault(key, {}).setdefault(formula.site, formula)
    for formulas in found.values():
        first, *others = formulas.values()
        other = next((each for each in others if _unlike(first, each)), None)
        if other is not None:
            yield _("the error has two formulas: {first} ({here}) and {other} ({there})").format(
                first=first.site.text, here=_place(first.site),
                other=other.site.text, there=_place(other.site),
            )  # fmt: skip
            return


def _key(difference: Array) -> bytes:
    return np.abs(difference).tobytes()


def _squared(node: Node) -> Node | None:
    """The difference that this is the square of."""
    name = name_of(node.function)
    if name not in ("power", "square", "multiply") or not node.inputs:
        return None
    base = node.inputs[0]
    if name_of(base.function) != "subtract":
        return None
    if name == "multiply" and node.inputs != (base, base):
        return None
    return base


def _formulas(case: Case, square: Node) -> Iterator[Formula]:
    """Where a square is multiplied by a number, and nothing more is made of it."""
    size = float(np.sum(as_array(case.values(square))))
    for node in case.users.get(square, []):
        if name_of(node.function) not in ("multiply", "divide") or node.site is None:
            continue
        if node.shape != square.shape or case.users.get(node) or not size:
            continue
        factor = float(np.sum(as_array(case.values(node)))) / size
        number = _number(node.site.text)
        if number is not None:
            yield Formula(node.site, factor, number)


def _number(text: str) -> bool | None:
    """Whether one side of a product is written in numbers alone; None if it is no product."""
    try:
        product = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(product, ast.BinOp):
        return None
    sides = (product.left, product.right)
    return any(not any(isinstance(n, ast.Name) for n in ast.walk(side)) for side in sides)


def _unlike(one: Formula, other: Formula) -> bool:
    """Whether the numbers differ, or would with other data."""
    if one.is_literal != other.is_literal:
        return True
    return abs(one.factor - other.factor) > 1e-9 * abs(one.factor)


def _place(site: Site) -> str:
    return place_of(site.file, site.cell, site.line)
