"""Where the labels of edges stand: on their edge, clear of each other and of everything else."""

from collections.abc import Iterator, Sequence
from itertools import chain

from conspect.render.graph.boxes import Box, Point

# Shares of the way along an edge, the best first: the same for all edges if that goes, near one end
# where the edges lie apart.
_SHARES = (0.26, 0.3, 0.34, 0.74, 0.7, 0.66, 0.22, 0.78, 0.18, 0.82, 0.5, 0.4, 0.6, 0.14, 0.86)
_MARGIN = 3.0

Line = tuple[Point, Point]
Size = tuple[float, float]


def place_labels(
    lines: Sequence[Line], sizes: Sequence[Size], obstacles: Sequence[Box]
) -> list[Box] | None:
    """A box on each line, none of which meets another or an obstacle; None where there is no room.

    Args:
        lines: the edges.
        sizes: width and height of each one's label.
        obstacles: where no label may stand.
    """
    for share in _SHARES:
        boxes = [_box(line, size, share) for line, size in zip(lines, sizes, strict=True)]
        if _is_clear(boxes, obstacles):
            return boxes
    return _one_by_one(lines, sizes, obstacles)


def _one_by_one(
    lines: Sequence[Line], sizes: Sequence[Size], obstacles: Sequence[Box]
) -> list[Box] | None:
    placed: list[Box] = []
    for line, size in zip(lines, sizes, strict=True):
        for box in (_box(line, size, share) for share in _SHARES):
            if not any(box.meets(other, _MARGIN) for other in chain(placed, obstacles)):
                placed.append(box)
                break
        else:
            return None
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
