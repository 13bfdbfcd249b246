"""A column of units from top to bottom, before it has its place in the picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conspect.explain.document import Column, Goal, Quantity, Unit
from conspect.language import plural
from conspect.render.graph.boxes import Box, Point, text_width
from conspect.render.graph.captions import Caption, Look, shortened
from conspect.render.graph.scene import Disc, Label, Words

NAME_SIZE, NUMBER_SIZE, TAG_SIZE, TITLE_SIZE = 11.0, 14.0, 12.0, 14.0
_DISC = 64.0
_TAG_HEIGHT = 17.0
_STEM = 12.0
_GAP = 20.0
_ELLIPSIS = 34.0
_BLOCK = 84.0
# Units of a short column stand further apart, up to this much, so that their edges do.
_MOST_SPREAD = 70.0


@dataclass(frozen=True)
class Piece:
    """A unit of a stack, its box from the top of its bias to the end of its captions."""

    box: Box
    disc: Disc
    tags: Sequence[Label]
    stem: tuple[Point, Point] | None

    def moved(self, origin: Point) -> "Piece":
        """The same, counted from that origin."""
        stem = (self.stem[0].plus(origin), self.stem[1].plus(origin)) if self.stem else None
        tags = [tag.moved(origin) for tag in self.tags]
        return Piece(self.box.moved(origin), self.disc.moved(origin), tags, stem)


@dataclass(frozen=True)
class Stack:
    """The pieces of a column, about x = 0; y = 0 is the middle of its discs."""

    width: float
    top: float
    bottom: float
    pieces: Sequence[Piece]
    words: Sequence[Words]
    block: Box | None = None


def two_row_size(captions: Sequence[Caption]) -> tuple[float, float]:
    """The width and height of captions with the number below the name."""
    widths = [
        max(text_width(each.name, NAME_SIZE), text_width(each.number, NUMBER_SIZE))
        for each in captions
    ]
    rows = 2 if any(each.number for each in captions) else 1
    return max(widths, default=0.0), 16.0 * rows


def stack(column: Column, number: int, look: Look, height: float = 0) -> Stack:
    """A column of the network; with a height, spread out over more of it."""
    if not column.units:
        return _block(column)
    builder = _Builder(look, number)
    tight = builder.build(column.units, column.head, column.left_out)
    spare = (height - tight.bottom + tight.top) / len(column.units)
    if spare <= 1:
        return tight
    builder = _Builder(look, number, min(spare, _MOST_SPREAD))
    return builder.build(column.units, column.head, column.left_out)


def goal_stack(goal: Goal, number: int, look: Look, left_out: int) -> Stack:
    """The loss with the targets below it."""
    builder = _Builder(look, number)
    return builder.build([Unit((*goal.targets, goal.loss))], 1, 0, left_out)


def _block(column: Column) -> Stack:
    shape = " × ".join(map(str, column.shape))
    names = ", ".join(map(shortened, column.results))
    width = max(_BLOCK, text_width(shape, TAG_SIZE), text_width(names, TAG_SIZE))
    words = (
        Words(names, Point(0, _BLOCK / 2 + 22), TAG_SIZE),
        Words(shape, Point(0, _BLOCK / 2 + 40), TAG_SIZE, quiet=True),
    )
    box = Box.around(Point(0, 0), _BLOCK - 16, _BLOCK - 16)
    return Stack(width, -_BLOCK / 2, _BLOCK / 2 + 46, (), words, box)


class _Builder:
    """Puts one unit below the other."""

    def __init__(self, look: Look, column: int, spread: float = 0) -> None:
        self.look, self.column = look, column
        self.gap = _GAP + spread
        self.words: list[Words] = []

    def captions(self, quantity: Quantity) -> Sequence[Caption]:
        return self.look.captions(quantity, self.column)

    def build(self, units: Sequence[Unit], head: int, left_out: int, tags_out: int = 0) -> Stack:
        shown = [self.captions(unit.values[-1]) for unit in units if unit.values]
        disc = max(_DISC, *(two_row_size(captions)[0] + 26 for captions in shown))
        pieces: list[Piece] = []
        top = 0.0
        for row, unit in enumerate(units):
            if row == head and left_out:
                self.ellipsis(top, left_out)
                top += _ELLIPSIS - _GAP + self.gap
            pieces.append(self.piece(unit, top, disc))
            top = pieces[-1].box.bottom + self.gap
        bottom = top - self.gap
        if tags_out:
            self.ellipsis(bottom + 8, tags_out)
            bottom += _ELLIPSIS - 10
        widths = [piece.box.width for piece in pieces]
        widths += [text_width(words.text, words.size) for words in self.words]
        middle = (pieces[0].disc.box.middle.y + pieces[-1].disc.box.middle.y) / 2
        shift = Point(0, -middle)
        return Stack(
            width=max(widths),
            top=-middle,
            bottom=bottom - middle,
            pieces=[piece.moved(shift) for piece in pieces],
            words=[words.moved(shift) for words in self.words],
        )

    def ellipsis(self, top: float, left_out: int) -> None:
        text = plural("⋮ {count} more", "⋮ {count} more", left_out).format(count=left_out)
        self.words.append(Words(text, Point(0, top + 8), TAG_SIZE, quiet=True))

    def piece(self, unit: Unit, top: float, width: float) -> Piece:
        """The bias, a stem from it to the disc, the disc, the captions of what came before."""
        y = top
        tags: list[Label] = []
        stem = None
        if unit.bias is not None:
            tags += self.tags([unit.bias], y)
            y = tags[-1].box.bottom
            stem = (Point(0, y), Point(0, y + _STEM))
            y += _STEM
        box = Box(-width / 2, y, width, _DISC)
        captions = self.captions(unit.values[-1])
        disc = Disc(box, Label(Box.around(box.middle, *two_row_size(captions)), captions, 2))
        tags += self.tags(unit.values[:-1], box.bottom + 2)
        widest = max([width, *(tag.box.width for tag in tags)])
        bottom = max([box.bottom, *(tag.box.bottom for tag in tags)])
        return Piece(Box(-widest / 2, top, widest, bottom - top), disc, tags, stem)

    def tags(self, quantities: Sequence[Quantity], top: float) -> Iterator[Label]:
        for row, quantity in enumerate(quantities):
            captions = self.captions(quantity)
            width = max((text_width(each.text, TAG_SIZE) for each in captions), default=0.0)
            box = Box(-width / 2, top + row * _TAG_HEIGHT, width, _TAG_HEIGHT)
            yield Label(box, captions, 1)
