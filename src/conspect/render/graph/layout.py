"""Where everything in a picture stands, so that nothing covers anything else.

Columns stand side by side on panels of one height, each unit in its place, its bias above it and
its other numbers below. The gaps between columns widen until every edge's label has room; where
none is wide enough, colour and width alone show the weights, and the picture says so.
"""

from collections.abc import Iterator, Sequence

from conspect.explain.document import Bundle, Edge, Picture
from conspect.language import _, plural
from conspect.render.graph.boxes import Box, Point, text_width
from conspect.render.graph.captions import Look, shortened
from conspect.render.graph.labels import Line, Size, place_alike, place_labels
from conspect.render.graph.legend import legend
from conspect.render.graph.scene import Disc, Label, Pipe, Scene, Wire, Words
from conspect.render.graph.stacks import (
    TAG_SIZE,
    TITLE_SIZE,
    goal_stack,
    stack,
    two_row_size,
)

_MARGIN = 24.0
_PANEL = 14.0  # between a panel's edge and what stands on it
_LANE = 26.0
_PORT = 12.0
# Distances between panels, tried in order; an edge is some times as long as its label at least.
_GAPS = (70.0, 100.0, 130.0, 160.0, 190.0, 220.0, 260.0, 300.0)
_TIDY_GAPS = _GAPS[:5]  # so far apart if then all labels of a gap stand alike
_SHORTEST, _TIMES_LABEL, _UNLABELLED_GAP = 170.0, 2.6, 160.0
_WIDE_TITLE = 150.0
_MOST_LABELS = 16
_NARROW_GAP = 70.0
_HEADLINE = 30.0


def lay_out(picture: Picture, look: Look) -> Scene:
    """The picture with a place for everything.

    Args:
        picture: the graph.
        look: what is written beside its units and edges.
    """
    return _Layout(picture, look).scene()


class _Layout:
    def __init__(self, picture: Picture, look: Look) -> None:
        self.picture, self.look = picture, look
        last = picture.columns[-1]
        goal = goal_stack(picture.goal, len(picture.columns), look, last.left_out)
        tight = [stack(column, n, look) for n, column in enumerate(picture.columns)]
        tallest = max(each.bottom - each.top for each in tight)
        spread = [stack(column, n, look, tallest) for n, column in enumerate(picture.columns)]
        self.stacks = [*spread, goal]
        self.titles = [_rows(column.title, column.shared) for column in picture.columns]
        self.titles.append(_rows(picture.goal.title, ()))
        self.labels: list[Label] = []
        self.words: list[Words] = []
        self.wires: list[Wire] = []
        self.pipes: list[Pipe] = []
        self.unlabelled = False
        self.lanes = _lanes([b for b in picture.bundles if b.target != b.source + 1])
        self.above = max(-each.top for each in self.stacks) + _PANEL
        self.inside = self.above + max(each.bottom for each in self.stacks) + _PANEL
        self.headlines = look.headlines()
        head = _HEADLINE if self.headlines else 0.0
        self.top = head + _MARGIN + _LANE * len(set(self.lanes.values())) + (8 if self.lanes else 0)

    def scene(self) -> Scene:
        self.panels: list[Box] = []
        left = _MARGIN
        for number, each in enumerate(self.stacks):
            titles = max(text_width(row.text, row.size) * 1.06 for row in self.titles[number])
            width = max(each.width + 2 * _PANEL, titles)
            if number:
                left += self.gap(number, left, width)
            self.panels.append(Box(left, self.top, width, self.inside))
            self.name(number)
            left += width
        for number in range(len(self.stacks)):
            self.connect(number)
        self.arcs()
        for text, span in self.headlines:
            place = Point(_MARGIN, _MARGIN + 10)
            self.words.append(Words(text, place, 18, bold=True, anchor="start", span=span))
        below = self.panels[0].bottom + 18 * max(map(len, self.titles)) + _MARGIN + 10
        drawn = legend(Point(_MARGIN, below), left, self.look.measured, list(self.remarks()))
        return Scene(
            width=max(left, drawn.right) + _MARGIN,
            height=drawn.bottom + _MARGIN - 8,
            panels=self.panels,
            blocks=[box for box in map(self.block, range(len(self.stacks))) if box],
            discs=[disc for number in range(len(self.stacks)) for disc in self.discs(number)],
            wires=self.wires,
            pipes=self.pipes,
            labels=[*self.labels, *self.tags()],
            words=[*self.words, *self.stack_words(), *drawn.words],
            samples=drawn.samples,
        )

    # columns

    def origin(self, number: int, panel: Box | None = None) -> Point:
        """Where a stack's own origin lies."""
        panel = panel or self.panels[number]
        return Point(panel.middle.x, panel.top + self.above)

    def discs(self, number: int, panel: Box | None = None) -> list[Disc]:
        origin = self.origin(number, panel)
        return [piece.disc.moved(origin) for piece in self.stacks[number].pieces]

    def pieces(self, number: int, panel: Box) -> list[Box]:
        origin = self.origin(number, panel)
        return [piece.box.moved(origin) for piece in self.stacks[number].pieces]

    def block(self, number: int) -> Box | None:
        box = self.stacks[number].block
        return box.moved(self.origin(number)) if box else None

    def tags(self) -> Iterator[Label]:
        for number, each in enumerate(self.stacks):
            for piece in each.pieces:
                yield from (tag.moved(self.origin(number)) for tag in piece.tags)

    def stack_words(self) -> Iterator[Words]:
        for number, each in enumerate(self.stacks):
            yield from (words.moved(self.origin(number)) for words in each.words)

    def name(self, number: int) -> None:
        panel = self.panels[number]
        origin = Point(panel.middle.x, panel.bottom + 20)
        self.words += [row.moved(origin) for row in self.titles[number]]

    # edges between neighbours

    def edges(self, target: int) -> list[Edge]:
        return [edge for edge in self.picture.edges if edge.target[0] == target]

    def gap(self, number: int, left: float, width: float) -> float:
        """Place the labels of the edges that lead to a column; how far off it has to stand."""
        edges = [edge for edge in self.edges(number) if edge.weight]
        if not edges:
            return self.plain_gap(number)
        captions = [self.look.captions(e.weight, number) for e in edges if e.weight]
        sizes = [_padded(two_row_size(each)) for each in captions]
        if len(edges) <= _MOST_LABELS:
            widest = max(width for width, _height in sizes)
            wanted = min(max(_SHORTEST, _TIMES_LABEL * widest), _GAPS[-1])
            tries = [*((gap, place_alike) for gap in _TIDY_GAPS)]
            tries += [(gap, place_labels) for gap in _GAPS]
            for gap, placed in tries:
                panel = Box(left + gap, self.top, width, self.inside)
                boxes = placed(*self.around(edges, sizes, panel))
                if boxes and self.length(edges[0], panel) >= wanted:
                    self.labels += [
                        Label(box, each, 2, framed=True)
                        for box, each in zip(boxes, captions, strict=True)
                    ]
                    return gap
        self.unlabelled = True
        return _UNLABELLED_GAP

    def plain_gap(self, number: int) -> float:
        names = [_bundle_label(b) for b in self.picture.bundles if b.target == number]
        return max([_NARROW_GAP, *(text_width(name, TAG_SIZE) + 40 for name in names)])

    def around(
        self, edges: Sequence[Edge], sizes: Sequence[Size], panel: Box
    ) -> tuple[Sequence[Line], Sequence[Size], Sequence[Box]]:
        """What labels between two panels have to reckon with."""
        number = edges[0].target[0]
        before = self.panels[number - 1]
        lines = [self.line(edge, panel) for edge in edges]
        return lines, sizes, self.pieces(number - 1, before) + self.pieces(number, panel)

    def line(self, edge: Edge, panel: Box | None = None) -> tuple[Point, Point]:
        """From the right end of one disc to the left end of the other."""
        start = self.discs(edge.source[0])[edge.source[1]].box
        end = self.discs(edge.target[0], panel)[edge.target[1]].box
        return Point(start.right, start.middle.y), Point(end.left, end.middle.y)

    def length(self, edge: Edge, panel: Box) -> float:
        """How far an edge reaches from left to right."""
        start, end = self.line(edge, panel)
        return end.x - start.x

    def connect(self, number: int) -> None:
        """The edges and stems that lead to a column."""
        for edge in self.edges(number):
            strokes = self.look.strokes(edge.weight, number) if edge.weight else ()
            self.wires.append(Wire(*self.line(edge), strokes, self.look.flows(number)))
        origin = self.origin(number)
        for row, piece in enumerate(self.stacks[number].pieces):
            if piece.stem and number < len(self.picture.columns):
                bias = self.picture.columns[number].units[row].bias
                start, end = (point.plus(origin) for point in piece.stem)
                strokes = self.look.strokes(bias, number) if bias else ()
                self.wires.append(Wire(start, end, strokes))
        if number == len(self.picture.columns):
            loss = self.discs(number)[0].box
            for disc in self.discs(number - 1):
                start = Point(disc.box.right, disc.box.middle.y)
                end = Point(loss.left, loss.middle.y)
                self.wires.append(Wire(start, end, (), self.look.flows(number)))

    # connections drawn as one

    def arcs(self) -> None:
        """Bundles: straight between neighbours, otherwise over the top of what lies between."""
        for bundle in self.picture.bundles:
            source, target = self.panels[bundle.source], self.panels[bundle.target]
            if bundle not in self.lanes:
                y = self.origin(bundle.source).y
                self.pipes.append(Pipe((Point(source.right, y), Point(target.left, y))))
                middle = Point((source.right + target.left) / 2, y - 10)
                self.words.append(Words(_bundle_label(bundle), middle, TAG_SIZE))
                continue
            y = self.top - _LANE * (self.lanes[bundle] + 1) + 8
            start = self.port(bundle, bundle.source, source)
            end = self.port(bundle, bundle.target, target)
            corners = (Point(start, source.top), Point(start, y), Point(end, y))
            self.pipes.append(Pipe((*corners, Point(end, target.top))))
            place = Point(start + 12, y - 6)
            self.words.append(Words(_bundle_label(bundle), place, TAG_SIZE, anchor="start"))

    def port(self, bundle: Bundle, column: int, panel: Box) -> float:
        """Where on top of a panel a bundle begins or ends: each at a place of its own."""
        ends = [b for b in self.lanes if column in (b.source, b.target)]
        ends.sort(key=lambda b: b.source + b.target)
        return panel.middle.x + _PORT * (ends.index(bundle) - (len(ends) - 1) / 2)

    def remarks(self) -> Iterator[str]:
        """What else is to be said, below the legend."""
        if self.unlabelled:
            yield _("Too many weights to label; colour and width show them.")
        if self.picture.samples > 1 and self.look.measured != "bare":
            yield plural(
                "Units carry the numbers of the first of {count} sample.",
                "Units carry the numbers of the first of {count} samples.",
                self.picture.samples,
            ).format(count=self.picture.samples)


def _rows(title: str, shared: Sequence[str]) -> list[Words]:
    """A column's title, in several rows where it is wide, and what it shares, below each other."""
    is_wide = text_width(title, TITLE_SIZE) > _WIDE_TITLE
    titles = title.split(", ") if is_wide else [title]
    rows = [
        Words(shortened(text), Point(0, 18.0 * row), TITLE_SIZE, bold=True)
        for row, text in enumerate(titles)
    ]
    if shared:
        said = _("shares {names}").format(names=", ".join(map(shortened, shared)))
        rows.append(Words(said, Point(0, 18.0 * len(rows)), TAG_SIZE, quiet=True))
    return rows


def _bundle_label(bundle: Bundle) -> str:
    name = shortened(bundle.name)
    return f"{name} · {shortened(bundle.weights)}" if bundle.weights else name


def _lanes(bundles: Sequence[Bundle]) -> dict[Bundle, int]:
    """A lane for each, the short ones lowest; those that lie apart may share one."""
    lanes: dict[Bundle, int] = {}
    for bundle in sorted(bundles, key=lambda b: (b.target - b.source, b.source)):
        taken = {
            lane
            for other, lane in lanes.items()
            if bundle.source <= other.target and other.source <= bundle.target
        }
        lanes[bundle] = next(lane for lane in range(len(lanes) + 1) if lane not in taken)
    return lanes


def _padded(size: Size) -> Size:
    return size[0] + 10, size[1] + 6
