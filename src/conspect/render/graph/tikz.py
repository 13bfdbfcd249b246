r"""A picture that is laid out, in TikZ: LaTeX draws it itself, in its own fonts.

It needs `\usepackage{tikz}`. A picture wider than the text is made smaller, none is made larger.
"""

from collections.abc import Callable, Iterator

from conspect.render.graph import strokes
from conspect.render.graph.boxes import Box, Point
from conspect.render.graph.captions import Caption
from conspect.render.graph.scene import Disc, Label, Pipe, Scene, Wire, Words
from conspect.render.graph.stacks import NAME_SIZE, NUMBER_SIZE, TAG_SIZE

# A picture of so many units fills the width of the text; a narrower one takes its share of it.
_FULL_WIDTH = 680.0

# The sizes that LaTeX's fonts come in, whichever they are.
_FONT_SIZES = (5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 10.95, 12.0, 14.4, 17.28)

_COLOURS = {
    "positive": strokes.POSITIVE,
    "negative": strokes.NEGATIVE,
    "neutral": strokes.NEUTRAL,
    "ink": strokes.INK,
    "quiet": strokes.QUIET,
    "panel": strokes.PANEL,
}


def tikz(scene: Scene, escaped: Callable[[str], str]) -> str:
    """The picture as LaTeX.

    Args:
        scene: what to draw; of a film, the still.
        escaped: turns text into LaTeX in which nothing is a command.
    """
    share = min(1.0, scene.width / _FULL_WIDTH)
    drawn = _TikZ(escaped)
    colours = [
        rf"\definecolor{{conspect-{name}}}{{HTML}}{{{colour[1:].upper()}}}%"
        for name, colour in _COLOURS.items()
    ]
    return "\n".join(
        [
            r"\begin{center}",
            *colours,
            rf"\resizebox{{{share:.3g}\linewidth}}{{!}}{{%",
            r"\begin{tikzpicture}[x=1pt,y=-1pt,font=\sffamily,inner sep=0pt]",
            *drawn.rows(scene),
            r"\end{tikzpicture}}",
            r"\end{center}",
        ]
    )


class _TikZ:
    def __init__(self, escaped: Callable[[str], str]) -> None:
        self.escaped = escaped

    def rows(self, scene: Scene) -> Iterator[str]:
        """The commands, what lies behind first."""
        for panel in scene.panels:
            yield rf"\fill[conspect-panel,rounded corners=12pt] {_rectangle(panel)};"
        for pipe in scene.pipes:
            yield from self.pipe(pipe)
        for wire in scene.wires:
            yield from self.wire(wire)
        for block in scene.blocks:
            yield from self.block(block)
        for disc in scene.discs:
            yield from self.disc(disc)
        for label in scene.labels:
            yield from self.label(label)
        for words in scene.words:
            yield from self.words(words)
        for sample in scene.samples:
            yield self.line(sample.start, sample.end, strokes.line(sample.value, sample.size))

    def wire(self, wire: Wire) -> Iterator[str]:
        if not wire.strokes:
            yield self.line(wire.start, wire.end, strokes.line(None))
        for stroke in wire.strokes:
            if stroke.span is None or stroke.span.still:
                yield self.line(wire.start, wire.end, strokes.line(stroke.value, stroke.size))

    def line(self, start: Point, end: Point, line: strokes.Line) -> str:
        dashes = ",dash pattern=on 3pt off 4pt" if line.dashed else ""
        look = f"conspect-{line.kind},line width={line.width:.2f}pt{dashes}"
        return rf"\draw[{look}] {_point(start)} -- {_point(end)};"

    def pipe(self, pipe: Pipe) -> Iterator[str]:
        """A line through its corners, rounded, and an arrow head."""
        *_before, last, end = pipe.corners
        stop = last.towards(end, 1 - 9 / max(abs(end.x - last.x), abs(end.y - last.y)))
        path = " -- ".join(map(_point, [*pipe.corners[:-1], stop]))
        yield rf"\draw[conspect-neutral,line width=3pt,rounded corners=9pt] {path};"
        across = Point(6, 0) if end.x == last.x else Point(0, 6)
        tips = (stop.plus(across), Point(stop.x - across.x, stop.y - across.y), end)
        yield rf"\fill[conspect-neutral] {' -- '.join(map(_point, tips))} -- cycle;"

    def block(self, box: Box) -> Iterator[str]:
        """A result of several dimensions: sheets behind each other."""
        for offset in (8.0, 0.0, -8.0):
            sheet = _rectangle(box.moved(Point(offset, -offset)))
            yield rf"\filldraw[fill=white,draw=conspect-ink,line width=1.5pt] {sheet};"

    def disc(self, disc: Disc) -> Iterator[str]:
        # Corners of half the height, and a hair less, for TikZ cannot round a side away.
        round_ends = f"rounded corners={disc.box.height / 2 - 0.1:.1f}pt"
        look = f"fill=white,draw=conspect-ink,line width=1.5pt,{round_ends}"
        yield rf"\filldraw[{look}] {_rectangle(disc.box)};"
        yield from self.label(disc.label)

    def label(self, label: Label) -> Iterator[str]:
        if label.framed:
            look = "fill=white,draw=conspect-neutral,line width=1pt,rounded corners=7pt"
            yield rf"\filldraw[{look}] {_rectangle(label.box)};"
        for caption in label.captions:
            if caption.span is None or caption.span.still:
                yield from self.caption(label, caption)

    def caption(self, label: Label, caption: Caption) -> Iterator[str]:
        middle, quiet = label.box.middle, caption.quiet
        if label.rows == 1:
            place = Point(middle.x, label.box.bottom - 4)
            yield self.text(caption.text, place, TAG_SIZE, quiet=quiet, behind="conspect-panel")
        elif caption.number:
            above, below = Point(middle.x, middle.y - 4), Point(middle.x, middle.y + 12)
            yield self.text(caption.name, above, NAME_SIZE, quiet=True)
            yield self.text(caption.number, below, NUMBER_SIZE, bold=not quiet, quiet=quiet)
        else:
            yield self.text(caption.name, middle.plus(Point(0, 4)), NAME_SIZE + 1, quiet=quiet)

    def words(self, words: Words) -> Iterator[str]:
        if words.span is None or words.span.still:
            anchor = "base west" if words.anchor == "start" else "base"
            yield self.text(
                words.text,
                words.place,
                words.size,
                anchor=anchor,
                bold=words.bold,
                quiet=words.quiet,
            )

    def text(
        self,
        text: str,
        place: Point,
        size: float,
        *,
        anchor: str = "base",
        bold: bool = False,
        quiet: bool = False,
        behind: str = "",
    ) -> str:
        fitting = max(each for each in _FONT_SIZES if each < size)
        font = rf"\fontsize{{{fitting:g}}}{{{size:g}}}\selectfont"
        look = [f"anchor={anchor}", f"text=conspect-{'quiet' if quiet else 'ink'}"]
        look += [f"fill={behind}"] if behind else []
        weight = r"\bfseries" if bold else ""
        content = f"{font}{weight} {self.escaped(text)}"
        return rf"\node[{','.join(look)}] at {_point(place)} {{{content}}};"


def _point(point: Point) -> str:
    return f"({point.x:.1f},{point.y:.1f})"


def _rectangle(box: Box) -> str:
    return f"({box.left:.1f},{box.top:.1f}) rectangle ({box.right:.1f},{box.bottom:.1f})"
