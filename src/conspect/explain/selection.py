"""Which elements are worked out: all of a small step, of any step what leads to those asked for."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from conspect.equations.substitute import written_out
from conspect.equations.tree import Element, Number, elements
from conspect.errors import InputError
from conspect.explain.rulebook import Entry, Place
from conspect.language import _
from conspect.trace import unknown_name

# What one document works out at most, counted in operands put in: about a second's work, and more
# pages than anybody reads.
MOST_OPERANDS = 20_000
# Beyond this a requested number's own sources are named, not worked out.
MOST_OPERANDS_BEHIND = 1_000
# In a summary of a large step, arrays that take no more than this are still worked out whole.
MOST_OPERANDS_IN_SUMMARY = 60

_NAME = re.compile(r"([A-Za-z_]\w*)\s*(?:\[\s*(\d+(?:\s*,\s*\d+)*)\s*\])?")

ValueOf = Callable[[Element], float]
Values = Mapping[str, npt.NDArray[np.float64]]


@dataclass
class Selection:
    """The elements to work out, by name; names whose arrays are only summarised.

    Attributes:
        places: for each name the elements to work out, in order.
        summarised: names too large to work out whole.
        given: names or elements asked for that are given, not worked out.
        unexplained: how many elements lead to those shown but are taken as they are.
        example: the name of one of these.
    """

    places: dict[str, list[Place]] = field(default_factory=dict)
    summarised: list[str] = field(default_factory=list)
    given: list[Element] = field(default_factory=list)
    unexplained: int = 0
    example: Element | None = None


def element_at(name: str, place: Place) -> Element:
    """The element of that name and place, as a node of an equation."""
    return Element(name, tuple(Number(index) for index in place))


def place_of(element: Element) -> Place:
    """The place of an element whose indices are numbers (from 0)."""
    return tuple(int(i.value) for i in element.indices if isinstance(i, Number))


def select_all(book: Mapping[str, Entry]) -> Selection:
    """Everything; of a step too large for that, the small arrays, and the others summarised."""
    total = sum(entry.operands() * entry.elements() for entry in book.values())
    most = MOST_OPERANDS if total <= MOST_OPERANDS else MOST_OPERANDS_IN_SUMMARY
    selection = Selection()
    for name, entry in book.items():
        if entry.operands() * entry.elements() <= most:
            selection.places[name] = list(entry.places())
        else:
            selection.summarised.append(name)
    return selection


def select_named(book: Mapping[str, Entry], values: Values, names: Iterable[str]) -> Selection:
    """What is asked for and everything that leads to it, as far as that can be told.

    Raises:
        InputError: a name that the step does not have, or an element outside its array.
    """
    selection = Selection()
    wanted: deque[Element] = deque()
    for text in names:
        name, place = parse_name(text, values)
        for part in _sources_of_loss_after(book) if name == "loss_after" else [name]:
            _want(part, place, book, values, selection, wanted)
    _follow(book, wanted, selection)
    selection.places = {
        name: sorted(selection.places[name]) for name in book if name in selection.places
    }
    return selection


def parse_name(text: str, values: Values) -> tuple[str, Place | None]:
    """A name such as `W1` or `W1[2,1]`: the array, and the place (from 0) if one is named."""
    match = _NAME.fullmatch(text.strip())
    if not match:
        raise InputError(
            _("{text!r} is no name").format(text=text), _("write NAME or NAME[i,j], W1[2,1] say")
        )
    name, indices = match[1], match[2]
    if name not in values:
        raise unknown_name(name, values)
    if indices is None:
        return name, None
    shape = values[name].shape
    place = tuple(int(index) - 1 for index in indices.split(","))
    if len(place) != len(shape) or not all(
        0 <= i < size for i, size in zip(place, shape, strict=True)
    ):
        last = f"{name}[{','.join(map(str, shape))}]"
        mend = (
            _("the last one is {name}").format(name=last)
            if shape
            else _("{name} is one number, without indices").format(name=name)
        )
        raise InputError(_("there is no element {name!r}").format(name=text.strip()), mend)
    return name, place


def _sources_of_loss_after(book: Mapping[str, Entry]) -> Sequence[str]:
    """The loss after the update comes from the new parameters, through one more forward pass."""
    return [name for name, entry in book.items() if entry.part == "update"]


def _want(
    name: str,
    place: Place | None,
    book: Mapping[str, Entry],
    values: Values,
    selection: Selection,
    wanted: deque[Element],
) -> None:
    if name not in book:
        selection.given.append(Element(name) if place is None else element_at(name, place))
    elif place is not None:
        wanted.append(element_at(name, place))
    elif book[name].operands() * book[name].elements() > MOST_OPERANDS:
        selection.summarised.append(name)
    else:
        wanted.extend(element_at(name, each) for each in book[name].places())


def _follow(book: Mapping[str, Entry], wanted: deque[Element], selection: Selection) -> None:
    """Add what is wanted, then what that is worked out from, and so on while it is not too much."""
    asked, spent, seen = len(wanted), 0, set(wanted)
    count = 0
    while wanted:
        element = wanted.popleft()
        entry, place = book[element.name], place_of(element)
        spent += entry.operands()
        count += 1
        if count > asked and spent > MOST_OPERANDS_BEHIND:
            selection.unexplained += 1
            selection.example = selection.example or element
            spent -= entry.operands()
            continue
        selection.places.setdefault(element.name, []).append(place)
        for source in _sources(entry, place, book):
            if source not in seen:
                seen.add(source)
                wanted.append(source)


def _sources(entry: Entry, place: Place, book: Mapping[str, Entry]) -> Iterable[Element]:
    """What an element is worked out from, as far as that is worked out itself."""
    tree = entry.at(place)
    if not any(element.name in book for element in elements(tree)):
        return ()
    return (element for element in elements(written_out(tree)) if element.name in book)
