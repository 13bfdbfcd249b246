"""A document in the pieces that the page's template shows: every equation and picture set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from markupsafe import Markup

from conspect.equations.tree import Element, Expression
from conspect.equations.write import Python
from conspect.explain.document import (
    Document,
    Figure,
    Line,
    Matrix,
    Node,
    Note,
    Picture,
    Rule,
    Section,
    SectionKind,
    Table,
    Text,
)
from conspect.explain.rounding import decimal, shorten
from conspect.explain.selection import element_at, place_of
from conspect.language import _, plural
from conspect.render.graph.captions import What
from conspect.render.links import Links, Names, is_plain
from conspect.render.markup import full, text
from conspect.render.mathml import MathML
from conspect.render.to_svg import draw

# Of a page with more lines than this, runs of lines longer than that are folded.
_LONG_PAGE, _LONG_RUN = 150, 12

# The picture at the head of a section; the one of what is given stands where the document has it.
_PICTURES: dict[SectionKind, What] = {"forward": "forward", "backward": "gradients"}


@dataclass(frozen=True)
class Number:
    """A number that has a name: what is shown, with its sign of equality.

    It has an anchor unless it stands in the document once more, worked out.
    """

    name: str
    typeset: Markup
    sign: str
    shown: Markup
    value: str
    caption: str = ""
    has_anchor: bool = True


@dataclass(frozen=True)
class Block:
    """A piece of a section; `kind` says which of the template's macros shows it."""

    kind: str
    text: str = ""
    math: str = ""
    rows: Sequence[Sequence[object]] = ()
    header: Sequence[str] = ()
    blocks: Sequence[object] = ()
    title: str = ""


@dataclass(frozen=True)
class Work:
    """A line worked out, as the template shows it."""

    kind: str
    number: Number
    formula: Markup
    numbers: Markup | None
    numbers_sign: str
    sources: Names
    uses: Names


@dataclass(frozen=True)
class Part:
    """A section with its anchor."""

    anchor: str
    title: str
    blocks: Sequence[object]
    parts: Sequence["Part"] = field(default=())


class Lesson:
    """A document in the pieces that the template shows."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values = document.trace.values()
        self.notation = MathML(self.values, self.value_of)
        self.links = Links(document)
        self.is_long = sum(1 for _line in document.lines()) > _LONG_PAGE
        self.pictures = [n for s in document.sections for n in s.nodes if isinstance(n, Picture)]

    def parts(self, first: int = 1) -> list[Part]:
        """The sections, each with its anchor, counted from that number."""
        return [self.part(s, f"part-{n}") for n, s in enumerate(self.document.sections, first)]

    def reading(self) -> Markup:
        """How to read the names, said once, by the example of the first weights."""
        network = self.document.trace.network
        name = next(iter(network.parameters), network.output)
        example = element_at(name, (0,) * self.values[name].ndim)
        said = _(
            "How names are set: {typeset} is {name}, the number in parentheses its layer. With d "
            "before it, it is the gradient of the loss by it; with ′, its value after the update."
        )
        return Markup(text(said)).format(
            typeset=Markup(self.notation.whole(example)),
            name=Markup(f"<code>{text(Python().write(example))}</code>"),
        )

    def value_of(self, element: Element) -> float | None:
        array = self.values.get(element.name)
        place = place_of(element)
        if array is None or len(place) != array.ndim:
            return None
        inside = all(0 <= i < size for i, size in zip(place, array.shape, strict=True))
        return float(array[place]) if inside else None

    # sections

    def part(self, section: Section, anchor: str) -> Part:
        inner = [node for node in section.nodes if isinstance(node, Section)]
        others = [node for node in section.nodes if not isinstance(node, Section)]
        parts = [self.part(each, f"{anchor}-{n}") for n, each in enumerate(inner, 1)]
        blocks = [*self.drawn(section), *self.blocks(others)]
        return Part(anchor, section.title, blocks, parts)

    def drawn(self, section: Section) -> Iterator[Block]:
        """The picture at the head of a pass, where the document has a picture at all."""
        what = _PICTURES.get(section.kind)
        if what and self.pictures and any(section is each for each in self.document.sections):
            yield self.picture(self.pictures[0], what)

    def picture(self, picture: Picture, what: What) -> Block:
        return Block("picture", math=Markup(draw(picture, what, inside_page=True)))

    def blocks(self, nodes: Sequence[Node]) -> Iterator[object]:
        """The nodes, with long runs of lines folded on a long page."""
        for is_work, run in groupby(nodes, key=lambda node: isinstance(node, Line | Note)):
            shown = [self.block(node) for node in run]
            works = [each for each in shown if isinstance(each, Work)]
            if is_work and self.is_long and len(works) > _LONG_RUN:
                title = plural(
                    "{count} line: {first} to {last}",
                    "{count} lines: {first} to {last}",
                    len(works),
                ).format(count=len(works), first=works[0].number.name, last=works[-1].number.name)
                yield Block("fold", title=title, blocks=shown)
            else:
                yield from shown

    def block(self, node: Node) -> object:
        match node:
            case Text(content):
                return Block("text", content)
            case Note(content):
                return Block("note", content)
            case Rule(equation, reason):
                shown = Markup(self.notation.equation(equation))
                return Block("rule", f"{reason[:1].upper()}{reason[1:]}", shown)
            case Line():
                return self.work(node)
            case Matrix():
                return self.matrix(node)
            case Figure(name, value, caption):
                return Block("figure", rows=[[self.number(name, value, caption)]])
            case Table(header, rows):
                return Block("table", header=header, rows=rows)
            case Picture():
                return self.picture(node, "bare")
        raise TypeError(f"{node!r} has no place in a page")

    # numbers

    def work(self, line: Line) -> Work:
        name = Python().write(line.element)
        typeset = Markup(self.notation.whole(line.element))
        printed = line.printed
        result = Markup(self.notation.result(printed.result))
        return Work(
            kind="work",
            number=Number(name, typeset, "=" if printed.exact else "≈", result, full(line.value)),
            formula=self.broken(line.formula),
            numbers=None if is_plain(printed.numbers) else self.broken(printed.numbers),
            numbers_sign="=" if printed.operands_exact else "≈",
            sources=self.links.sources(name),
            uses=self.links.uses(name),
        )

    def broken(self, tree: Expression) -> Markup:
        """An expression in pieces, between which a line may be broken."""
        return Markup("<wbr>").join(Markup(each) for each in self.notation.chunks(tree))

    def number(self, name: str, value: float, caption: str = "") -> Number:
        """A number that nothing works out, under a name as text."""
        short = shorten(value, self.document.digits)
        sign = "=" if short == decimal(value) else "≈"
        shown = Markup(self.notation.result(short))
        return Number(
            name=name,
            typeset=Markup(f"<code>{text(name)}</code>"),
            sign=sign,
            shown=shown,
            value=full(value),
            caption=caption,
            has_anchor=name not in self.links.worked_out,
        )

    def matrix(self, matrix: Matrix) -> Block:
        described = [matrix.caption]
        if matrix.rows:
            described.append(_("a row for each {what}").format(what=matrix.rows))
        if matrix.columns:
            described.append(_("a column for each {what}").format(what=matrix.columns))
        array = np.asarray(matrix.values, dtype=np.float64)
        table = array.reshape(-1, array.shape[-1] if array.ndim else 1)
        rows = [
            [
                self.number(_name(matrix.name, array.ndim, i, j), float(value))
                for j, value in enumerate(row)
            ]
            for i, row in enumerate(table)
        ]
        return Block("matrix", ", ".join(described), rows=rows, title=matrix.name)


def _name(array: str, dimensions: int, i: int, j: int) -> str:
    place = {0: (), 1: (j,), 2: (i, j)}[dimensions]
    return Python().write(element_at(array, place))
