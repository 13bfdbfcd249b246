"""A picture in a terminal: units as boxes with their numbers, and the wires between columns.

Only small chains of dense layers are drawn: every unit of a column reads every unit of the one
before, so all wires between two columns meet in one bus.
"""

from conspect.equations.tree import Element
from conspect.equations.write import Notation
from conspect.explain.document import Picture, Quantity
from conspect.explain.rounding import shorten

# Which sides of a place a line leaves it by, and the sign for that: left, right, up, down.
LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
_LINES = {
    LEFT | RIGHT: "─",
    UP | DOWN: "│",
    RIGHT | DOWN: "┌",
    LEFT | DOWN: "┐",
    RIGHT | UP: "└",
    LEFT | UP: "┘",
    RIGHT | UP | DOWN: "├",
    LEFT | UP | DOWN: "┤",
    LEFT | RIGHT | DOWN: "┬",
    LEFT | RIGHT | UP: "┴",
    LEFT | RIGHT | UP | DOWN: "┼",
}
# More than this is no picture any more, but a table.
_MOST_UNITS, _MOST_COLUMNS = 6, 4
_GAP = 5  # the columns' distance: a wire, the bus, a wire, an arrow head, a space


def is_drawable(picture: Picture) -> bool:
    """Whether a terminal can show the picture whole."""
    columns = picture.columns
    return (
        len(columns) <= _MOST_COLUMNS
        and all(column.units and len(column.units) <= _MOST_UNITS for column in columns)
        and not picture.bundles
        and all(edge.weight for edge in picture.edges)
    )


def draw(picture: Picture, notation: Notation, digits: int, *, ascii_only: bool) -> list[str]:
    """The rows of the drawing, without trailing blanks.

    Args:
        picture: what to draw.
        notation: how names and numbers are written.
        digits: the significant digits of numbers.
        ascii_only: whether lines are drawn with `+ - |` alone.
    """
    return _Drawing(picture, notation, digits, ascii_only).rows()


class _Drawing:
    def __init__(self, picture: Picture, notation: Notation, digits: int, ascii_only: bool) -> None:
        self.notation, self.digits, self.ascii_only = notation, digits, ascii_only
        self.lines: dict[tuple[int, int], int] = {}
        self.signs: dict[tuple[int, int], str] = {}
        weights: dict[tuple[int, int], list[Quantity]] = {}
        for edge in picture.edges:
            weights.setdefault(edge.target, []).extend([edge.weight] if edge.weight else [])
        boxes = [
            [
                self.box(
                    [
                        *weights.get((number, row), []),
                        *([unit.bias] if unit.bias else []),
                        *unit.values,
                    ]
                )
                for row, unit in enumerate(column.units)
            ]
            for number, column in enumerate(picture.columns)
        ]
        self.height = max(sum(len(box) + 2 for box in column) for column in boxes)
        left, before = 0, None
        for column, its_boxes in zip(picture.columns, boxes, strict=True):
            width = max(len(row) for box in its_boxes for row in box) + 4
            self.write(0, left, column.title)
            middles = self.column(its_boxes, left, width)
            if before is not None:
                self.wires(*before, middles, left)
            before = (middles, left + width)
            left += max(width, len(column.title) - _GAP + 2) + _GAP

    def box(self, quantities: list[Quantity]) -> list[str]:
        """The rows inside a unit's box: names and numbers."""
        pairs = [(self.name(q.element), self.number(q.value)) for q in quantities]
        widest = max(len(name) for name, _ in pairs)
        rows = [f"{name:<{widest}} {number}".rstrip() for name, number in pairs]
        longest = max(len(row) for row in rows)
        return [row.ljust(longest) for row in rows]

    def name(self, element: Element) -> str:
        return self.notation.write(element)

    def number(self, value: float | None) -> str:
        if value is None:
            return ""
        return self.notation.signed(shorten(value, self.digits))

    def column(self, boxes: list[list[str]], left: int, width: int) -> list[int]:
        """Draw the boxes of a column, centred; the rows that their wires are at."""
        top = 2 + (self.height - sum(len(box) + 2 for box in boxes)) // 2
        middles = []
        for box in boxes:
            self.frame(top, left, len(box) + 2, width)
            for offset, row in enumerate(box, 1):
                self.write(top + offset, left + 2, row)
            middles.append(top + (len(box) + 1) // 2)
            top += len(box) + 2
        return middles

    def frame(self, top: int, left: int, height: int, width: int) -> None:
        right, bottom = left + width - 1, top + height - 1
        for row in (top, bottom):
            self.horizontal(row, left, right)
        for column in (left, right):
            self.vertical(column, top, bottom)

    def wires(self, sources: list[int], start: int, targets: list[int], end: int) -> None:
        """Draw the wires from the boxes on the left to those on the right, through one bus."""
        bus = start + 1
        for row in sources:
            self.horizontal(row, start, bus)
        for row in targets:
            self.horizontal(row, bus, end - 2)
            self.signs[row, end - 1] = ">" if self.ascii_only else "▶"
        ends = [*sources, *targets]
        self.vertical(bus, min(ends), max(ends))

    def horizontal(self, row: int, start: int, end: int) -> None:
        for column in range(start, end + 1):
            sides = (LEFT if column > start else 0) | (RIGHT if column < end else 0)
            self.lines[row, column] = self.lines.get((row, column), 0) | sides

    def vertical(self, column: int, start: int, end: int) -> None:
        for row in range(start, end + 1):
            sides = (UP if row > start else 0) | (DOWN if row < end else 0)
            self.lines[row, column] = self.lines.get((row, column), 0) | sides

    def write(self, row: int, left: int, text: str) -> None:
        self.signs |= {(row, left + offset): sign for offset, sign in enumerate(text)}

    def rows(self) -> list[str]:
        places = {**{place: self.line(sides) for place, sides in self.lines.items()}, **self.signs}
        rows = []
        for row in range(max(row for row, _ in places) + 1):
            last = max((column for r, column in places if r == row), default=-1)
            rows.append("".join(places.get((row, c), " ") for c in range(last + 1)).rstrip())
        return rows

    def line(self, sides: int) -> str:
        straight = {LEFT: "─", RIGHT: "─", UP: "│", DOWN: "│"}
        sign = _LINES.get(sides) or straight[sides]
        if self.ascii_only:
            return {"─": "-", "│": "|"}.get(sign, "+")
        return sign
