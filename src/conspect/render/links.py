"""Where each number of a document comes from, and where it goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conspect.equations.tree import Element, Expression, Negative, Number, walk
from conspect.equations.write import Python
from conspect.explain.document import Document, Figure, Line, Matrix, Section
from conspect.explain.selection import element_at
from conspect.language import plural

# More than this is a list that nobody reads.
_MOST_NAMES = 16


@dataclass(frozen=True)
class Names:
    """Some names, each with whether the document has a place for it; how many are left out.

    >>> Names((("x[1,1]", True),), 2).rest
    'and 2 more'
    """

    shown: tuple[tuple[str, bool], ...]
    left_out: int

    @property
    def rest(self) -> str:
        """What is said of those left out."""
        if not self.left_out:
            return ""
        return plural("and {count} more", "and {count} more", self.left_out).format(
            count=self.left_out
        )


class Links:
    """The names that each line reads, and the lines that read each name."""

    def __init__(self, document: Document) -> None:
        self.read: dict[str, list[str]] = {}
        self.readers: dict[str, list[str]] = {}
        self.worked_out: set[str] = set()
        for line in document.lines():
            name = Python().write(line.element)
            self.worked_out.add(name)
            self.read[name] = _operands(line)
            for source in self.read[name]:
                self.readers.setdefault(source, []).append(name)
        self.places = self.worked_out.union(_given(document.sections))

    def sources(self, name: str) -> Names:
        """What a line is worked out from."""
        return self._names(self.read, name)

    def uses(self, name: str) -> Names:
        """The lines that are worked out from it."""
        return self._names(self.readers, name)

    def _names(self, names: Mapping[str, list[str]], name: str) -> Names:
        found = names.get(name, [])
        shown = tuple((each, each in self.places) for each in found[:_MOST_NAMES])
        return Names(shown, len(found) - len(shown))


def is_plain(numbers: Expression) -> bool:
    """Whether what is put in is a number by itself, the result already."""
    match numbers:
        case Number() | Negative(Number()):
            return True
    return False


def _operands(line: Line) -> list[str]:
    """The names of the numbers that were put in, each once, hyperparameters left out."""
    sources = [
        node.source
        for node in walk(line.printed.numbers)
        if isinstance(node, Number) and isinstance(node.source, Element) and node.source.indices
    ]
    return list(dict.fromkeys(Python().write(source) for source in sources))


def _given(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        for node in section.nodes:
            if isinstance(node, Section):
                yield from _given([node])
            elif isinstance(node, Figure):
                yield node.name
            elif isinstance(node, Matrix):
                places = [()] if not node.values.ndim else _places(node.values.shape)
                yield from (Python().write(element_at(node.name, place)) for place in places)


def _places(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    return (
        [(j,) for j in range(shape[0])]
        if len(shape) == 1
        else [(i, j) for i in range(shape[0]) for j in range(shape[1])]
    )
