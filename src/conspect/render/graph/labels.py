"""Where the labels of edges stand: on their edge, clear of each other and of everything else."""

from collections.abc import Iterator, Sequence
from itertools import chain

from conspect.render.graph.boxes import Box, Point

# Shares of the way along an edge, the best first; near an end only if nothing else goes.
_INNER = (0.5, 0.42, 0.37, 0.33, 0.3, 0.26, 0.58, 0.63, 0.67, 0.7, 0.74)
_SHARES = (*_INNER, 0.22, 0.78, 0.18, 0.82, 0.14, 0.86)
_MARGIN = 3.0

Line = tuple[Point, Point]
Size = tuple[float, float]


def place_alike(
    lines: Sequence[Line], sizes: Sequence[Size], obstacles: Sequence[Box]
) -> list[Box] | None:
    """Boxes at the same share of every line, which hide no other line; None where they would.

    Args:
        lines: the edges.
        sizes: width and height of each one's label.
        obstacles: where no label may stand.
    """
    return next((row for row in _rows(lines, sizes, obstacles) if not _hidden(row, lines)), None)


def place_labels(
    lines: Sequence[Line], sizes: Sequence[Size], obstacles: Sequence[Box]
) -> list[Box] | None:
    """A box on each line, none of which meets another or an obstacle; None where there is no room.

    They hide as little of other lines as they can: at the same share of all lines if that goes,
    else at a share of its own for each.
    """
    rows = list(_rows(lines, sizes, obstacles))
    if rows:
        return min(rows, key=lambda boxes: _hidden(boxes, lines))
    return _one_by_one(lines, sizes, obstacles)


def _rows(
    lines: Sequence[Line], sizes: Sequence[Size], obstacles: Sequence[Box]
) -> Iterator[list[Box]]:
    """Boxes at the same share of every line, wherever there is room for all."""
    for share in _SHARES:
        boxes = [_box(line, size, share) for line, size in zip(lines, sizes, strict=True)]
        if _is_clear(boxes, obstacles):
            yield boxes


def _one_by_one(
    lines: Sequence[Line], sizes: Sequence[Size], obstacles: Sequence[Box]
) -> list[Box] | None:
    placed: list[Box] = []
    for line, size in zip(lines, sizes, strict=True):
        others = [other for other in lines if other is not line]
        boxes = [_box(line, size, share) for share in _SHARES]
        clear = [
            box
            for box in boxes
            if not any(box.meets(other, _MARGIN) for other in chain(placed, obstacles))
        ]
        if not clear:
            return None
        placed.append(min(clear, key=lambda box: _crossings(box, others)))
    return placed


def _box(line: Line, size: Size, share: float) -> Box:
    start, end = line
    return Box.around(start.towards(end, share), *size)


def _is_clear(boxes: Sequence[Box], obstacles: Sequence[Box]) -> bool:
    return not any(first.meets(second, _MARGIN) for first, second in _pairs(boxes, obstacles))


def _pairs(boxes: Sequence[Box], obstacles: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    for number, box in enumerate(boxes):
        yield from ((box, other) for other in boxes[:number])
        yield from ((box, other) for other in obstacles)


def _hidden(boxes: Sequence[Box], lines: Sequence[Line]) -> int:
    """How often a label lies on a line that is not its own."""
    return sum(
        _crossings(box, [line for other, line in enumerate(lines) if other != number])
        for number, box in enumerate(boxes)
    )


def _crossings(box: Box, lines: Sequence[Line]) -> int:
    return sum(box.is_crossed(*line) for line in lines)
