"""The SVG of a picture that is laid out.

Colours stand in attributes, so that every program that reads SVG shows them; `picture.css` changes
them for dark screens. There are no `style` attributes and no ids, so the picture can stand in a
page under a strict policy, more than once.
"""

from collections.abc import Iterator, Sequence
from importlib import resources
from math import ceil

from conspect.render.graph.boxes import Box, Point
from conspect.render.graph.captions import Caption, Flow, Span
from conspect.render.graph.scene import Disc, Label, Pipe, Sample, Scene, Wire, Words
from conspect.render.graph.stacks import NAME_SIZE, NUMBER_SIZE, TAG_SIZE
from conspect.render.graph.strokes import INK, NEUTRAL, PANEL, PAPER, QUIET, Line, line
from conspect.render.markup import element, number_attributes, text

FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
# A page may make a picture smaller than this no further, so that it stays legible.
_LARGE = 1100
# Dots that run along an edge: how long each is, and how far from the next.
_DOT, DOTS_APART = 0.1, 18.0


def style_sheet() -> str:
    """The style sheet of pictures: their colours on dark screens."""
    return (resources.files("conspect.page") / "picture.css").read_text("utf-8")


def paint(scene: Scene, title: str, *, inside_page: bool) -> str:
    """The SVG text.

    Args:
        scene: what to paint.
        title: what it shows, for those who cannot see it.
        inside_page: whether it stands in a page that has the style sheet already.
    """
    # Whole numbers, so that who turns it into pixels has none cut in two.
    width, height = ceil(scene.width), ceil(scene.height)
    size = {"width": float(width), "height": float(height)}
    box = f"0 0 {width} {height}"
    attributes: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "conspect-picture large" if scene.width > _LARGE else "conspect-picture",
        "viewBox": box,
        **size,
        "role": "img",
        "font-family": FONT,
    }
    parts = [
        element("title", {}, text(title)),
        "" if inside_page else element("style", {}, text(style_sheet())),
        element("rect", {"class": "paper", **size, "fill": PAPER, "rx": 10.0}),
        *(_panel(panel) for panel in scene.panels),
        *(_pipe(pipe) for pipe in scene.pipes),
        *(part for wire in scene.wires for part in _wire(wire)),
        *(part for block in scene.blocks for part in _block(block)),
        *(part for disc in scene.discs for part in _disc(disc)),
        *(part for label in scene.labels for part in _label(label)),
        *(_words(words) for words in scene.words),
        *(_sample(sample) for sample in scene.samples),
    ]
    return element("svg", attributes, "\n", *(f"{part}\n" for part in parts if part))


def _seen(span: Span | None, content: str) -> str:
    """What is seen for a while only; where nothing moves, what belongs to the still is."""
    if span is None:
        return content
    hidden = {} if span.still else {"visibility": "hidden"}
    return element("g", {"class": f"at-{span.start}-{span.end}", **hidden}, content)


def _rectangle(box: Box) -> dict[str, str | float]:
    return {"x": box.left, "y": box.top, "width": box.width, "height": box.height}


def _panel(box: Box) -> str:
    return element("rect", {"class": "panel", **_rectangle(box), "rx": 12.0, "fill": PANEL})


def _block(box: Box) -> Iterator[str]:
    """A result of several dimensions: sheets behind each other."""
    for offset in (8.0, 0.0, -8.0):
        sheet = Box(box.left + offset, box.top - offset, box.width, box.height)
        yield element(
            "rect", {"class": "unit", **_rectangle(sheet), "rx": 6.0, **_outline(INK, 1.5)}
        )


def _outline(colour: str, width: float) -> dict[str, str | float]:
    return {"fill": PAPER, "stroke": colour, "stroke-width": width}


def _disc(disc: Disc) -> Iterator[str]:
    outline = {**_rectangle(disc.box), "rx": disc.box.height / 2, **_outline(INK, 1.5)}
    yield element("rect", {"class": "unit", **outline})
    yield from _label(disc.label)


def _label(label: Label) -> Iterator[str]:
    if label.framed:
        frame = {**_rectangle(label.box), "rx": 7.0, **_outline(NEUTRAL, 1)}
        yield element("rect", {"class": "label", **frame})
    for caption in label.captions:
        content = _two_rows(label, caption) if label.rows == 2 else _one_row(label, caption)
        yield _seen(caption.span, "".join(content))


def _two_rows(label: Label, caption: Caption) -> Iterator[str]:
    middle = label.box.middle
    if not caption.number:
        yield _text(caption.name, Point(middle.x, middle.y + 4), NAME_SIZE + 1, quiet=caption.quiet)
        return
    yield _text(caption.name, Point(middle.x, middle.y - 4), NAME_SIZE, quiet=True)
    marks = number_attributes(caption.key, caption.value)
    place = Point(middle.x, middle.y + 12)
    bold = not caption.quiet
    yield _text(caption.number, place, NUMBER_SIZE, marks, bold=bold, quiet=caption.quiet)


def _one_row(label: Label, caption: Caption) -> Iterator[str]:
    marks = number_attributes(caption.key, caption.value)
    place = Point(label.box.middle.x, label.box.bottom - 4)
    yield _text(caption.text, place, TAG_SIZE, marks, quiet=caption.quiet, halo=True)


def _words(words: Words) -> str:
    anchor = {"text-anchor": words.anchor}
    written = _text(words.text, words.place, words.size, anchor, bold=words.bold, quiet=words.quiet)
    return _seen(words.span, written)


def _text(
    content: str,
    place: Point,
    size: float,
    more: dict[str, str] | None = None,
    *,
    bold: bool = False,
    quiet: bool = False,
    halo: bool = False,
) -> str:
    attributes: dict[str, str | float] = {
        "class": " ".join(["quiet" if quiet else "ink", *(["halo"] if halo else [])]),
        "x": place.x,
        "y": place.y,
        "font-size": size,
        "text-anchor": "middle",
        "fill": QUIET if quiet else INK,
    }
    if bold:
        attributes["font-weight"] = "bold"
    return element("text", {**attributes, **(more or {})}, text(content))


def _wire(wire: Wire) -> Iterator[str]:
    ends = _ends(wire.start, wire.end)
    if not wire.strokes:
        yield element("line", {**ends, **_stroked(line(None))})
    for stroke in wire.strokes:
        yield _seen(
            stroke.span, element("line", {**ends, **_stroked(line(stroke.value, stroke.size))})
        )
    for flow in wire.flows:
        running = element("line", {**ends, **_running(flow)})
        yield _seen(flow.span, running)


def _ends(start: Point, end: Point) -> dict[str, str | float]:
    return {"x1": start.x, "y1": start.y, "x2": end.x, "y2": end.y}


def _stroked(line: Line) -> dict[str, str | float]:
    dashes = {"stroke-dasharray": "3 4"} if line.dashed else {}
    return {"class": line.kind, "stroke": line.colour, **dashes, "stroke-width": line.width}


def _running(flow: Flow) -> dict[str, str | float]:
    """Dots on a line; the film's style sheet lets them run."""
    return {
        "class": "flow backward" if flow.backward else "flow",
        "stroke": INK,
        "stroke-width": 4.5,
        "stroke-linecap": "round",
        "stroke-dasharray": f"{_DOT:g} {DOTS_APART - _DOT:g}",
    }


def _sample(sample: Sample) -> str:
    ends = _ends(sample.start, sample.end)
    return element("line", {**ends, **_stroked(line(sample.value, sample.size))})


def _pipe(pipe: Pipe) -> str:
    """A line through its corners, rounded, and an arrow head."""
    *before, end = pipe.corners
    last = before[-1]
    length = max(abs(end.x - last.x), abs(end.y - last.y))
    stop = last.towards(end, 1 - 9 / length)
    line = element(
        "path",
        {
            "class": "pipe",
            "d": _rounded([*before, stop]),
            "fill": "none",
            "stroke": NEUTRAL,
            "stroke-width": 3.0,
        },
    )
    across = (6.0, 0.0) if end.x == last.x else (0.0, 6.0)
    tips = [
        (stop.x - across[0], stop.y - across[1]),
        (stop.x + across[0], stop.y + across[1]),
        (end.x, end.y),
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in tips)
    return line + element("polygon", {"class": "head", "points": points, "fill": NEUTRAL})


def _rounded(corners: Sequence[Point], radius: float = 9.0) -> str:
    first, *inner, last = corners
    path = [f"M{first.x:.1f},{first.y:.1f}"]
    before = first
    for corner, after in zip(inner, [*inner, last][1:], strict=True):
        path.append(_towards("L", corner, before, radius))
        path.append(f"Q{corner.x:.1f},{corner.y:.1f} " + _towards("", corner, after, radius))
        before = corner
    return " ".join([*path, f"L{last.x:.1f},{last.y:.1f}"])


def _towards(command: str, corner: Point, other: Point, radius: float) -> str:
    length = max(abs(other.x - corner.x), abs(other.y - corner.y))
    point = corner.towards(other, min(radius / length, 0.5) if length else 0)
    return f"{command}{point.x:.1f},{point.y:.1f}"
