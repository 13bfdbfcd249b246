"""Where the inputs of a step come from: the columns of a table, and what became of them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from conspect.data.columns import Column, NumberColumn, WordColumn, words_of
from conspect.data.preparation import Preparation
from conspect.data.table import Table as Data
from conspect.equations.substitute import number_tree
from conspect.equations.tree import Binary, Element, Expression, Index, Number
from conspect.equations.write import Unicode
from conspect.explain.document import Document, Matrix, Node, Section, Table, Text
from conspect.explain.lesson import LARGEST_GIVEN
from conspect.explain.rounding import print_line, shorten
from conspect.language import _, plural

if TYPE_CHECKING:
    from conspect.files import Description


@dataclass(frozen=True, eq=False)
class Origin:
    """What the rows of a step were before the network read them.

    Attributes:
        data: the table that they stand in.
        preparation: how its columns become inputs.
        row: which row is explained, from 1; None if all are.
    """

    data: Data
    preparation: Preparation
    row: int | None = None


def with_origin(document: Document, description: "Description") -> Document:
    """The document, its part on what is given telling where model and inputs come from."""
    nodes = tuple(origin_nodes(description, document.digits))

    def added(section: Section) -> Section:
        inputs = (at for at, node in enumerate(section.nodes) if _is_inputs(node))
        at = next(inputs, None) if section.kind == "given" else None
        if at is None:
            return section
        return replace(section, nodes=(*section.nodes[:at], *nodes, *section.nodes[at:]))

    return replace(document, sections=tuple(map(added, document.sections)))


def _is_inputs(node: Node) -> bool:
    return isinstance(node, Matrix) and node.name == "x"


def origin_nodes(description: "Description", digits: int) -> Iterator[Text | Table]:
    """What is to be said of a model and of the table that its rows come from."""
    if description.epochs:
        told = plural(
            "Before, the model was trained for {count} epoch.",
            "Before, the model was trained for {count} epochs.",
            description.epochs,
        )
        yield Text(told.format(count=description.epochs))
    shape = description.network.shapes["x"]
    if description.origin is not None and math.prod(shape) <= LARGEST_GIVEN:
        yield from _nodes(description.origin, shape, digits)


def _nodes(origin: Origin, shape: tuple[int, ...], digits: int) -> Iterator[Text | Table]:
    """The row that is explained, if it is one, and how every input came from a column."""
    columns = origin.preparation.inputs
    header = [_("input"), _("column"), _("as the network reads it")]
    if origin.row is None:
        sample: Expression = Index("n")
        cells = [(title, _formula(part, digits)) for part in columns for title in part.titles()]
        rows: list[tuple[str, ...]] = [*cells]
    else:
        sample = Number(0)
        row = origin.data.rows(slice(origin.row - 1, origin.row))
        yield Text(_told(origin, row))
        header.insert(2, _("in the data"))
        rows = [told for part in columns for told in _worked_out(part, row, digits)]
    places = [(sample, *map(Number, place)) for place in np.ndindex(shape)]
    names = [Unicode().write(Element("x", place)) for place in places]
    table = [(name, *told) for name, told in zip(names, rows, strict=True)]
    yield Table(tuple(header), tuple(table))


def _told(origin: Origin, row: Data) -> str:
    """Which row it is, and what it should be answered with."""
    answers = [f"{name} = {words_of(row, name)[0]}" for name in origin.preparation.targets]
    return _("Row {number} of {source}, to be answered with {answers}.").format(
        number=origin.row, source=Path(row.source).name, answers=", ".join(answers)
    )


def _worked_out(part: Column, row: Data, digits: int) -> Iterator[tuple[str, str, str]]:
    """What each input of a column is called, what stands in the data, and the input from it."""
    [word] = words_of(row, part.name)
    value: Any = part.fill if word is None else word
    if word is None:
        fill = shorten(value, digits) if isinstance(value, float) else value
        told = _("none, filled with {value}").format(value=fill)
    else:
        told = word
    [inputs] = part.inputs(row, slice(0, 1)).tolist()
    for title, number in zip(part.titles(), inputs, strict=True):
        result = Unicode().write(number_tree(shorten(number, digits)))
        if isinstance(part, NumberColumn) and (part.centre, part.scale) != (0, 1):
            result = f"{_working(part, float(value), number, digits)} {result}"
        yield title, told, result


def _working(part: NumberColumn, value: float, number: float, digits: int) -> str:
    """How a value becomes this number: what stands before the result, with the sign between."""
    values = {"value": value, "centre": part.centre, "scale": part.scale}
    tree = _scaled(part, *map(Element, values))
    printed = print_line(tree, lambda element: values[element.name], number, digits)
    return f"{Unicode().write(printed.numbers)} {'=' if printed.exact else '≈'}"


def _formula(part: Column, digits: int) -> str:
    """How the values of a column become inputs."""
    if isinstance(part, WordColumn):
        return _("1 where it is so, else 0")
    centre, scale = (number_tree(shorten(value, digits)) for value in (part.centre, part.scale))
    return Unicode().write(_scaled(part, Element(_("value")), centre, scale))


def _scaled(
    part: NumberColumn, value: Expression, centre: Expression, scale: Expression
) -> Expression:
    """`(value - centre) / scale`, without what changes nothing."""
    moved = Binary("-", value, centre) if part.centre else value
    return Binary("/", moved, scale) if part.scale != 1 else moved
