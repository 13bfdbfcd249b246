"""The order in which a step is told: given, forward, loss, backward, update, what changed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np

from conspect.equations.substitute import written_out
from conspect.equations.tree import Element
from conspect.equations.write import Unicode
from conspect.errors import InputError
from conspect.explain import remarks
from conspect.explain.description import description
from conspect.explain.document import (
    Document,
    Figure,
    Line,
    Matrix,
    Node,
    Note,
    Rule,
    Section,
    Table,
    Text,
)
from conspect.explain.picture import layer_title, picture
from conspect.explain.rounding import print_line, shorten
from conspect.explain.rulebook import EVERY_LAYER, Entry, Part, Place, rulebook
from conspect.explain.selection import (
    Selection,
    element_at,
    place_of,
    select_all,
    select_named,
)
from conspect.language import _, plural
from conspect.trace import Trace

# Longer sums stand in a formula as sums; their numbers are written out all the same.
LONGEST_FORMULA = 8
# Arrays of more numbers than this are summarised where they are given.
LARGEST_GIVEN = 64


def explain(trace: Trace, show: Sequence[str], digits: int) -> Document:
    """The step worked through by hand; with `show`, just what leads to those names."""
    if not 1 <= digits <= 17:
        raise InputError(
            _("{name} is {value!r}").format(name="digits", value=digits),
            _("write a number from 1 to 17"),
        )
    return _Lesson(trace, show, digits).document()


class _Lesson:
    def __init__(self, trace: Trace, show: Sequence[str], digits: int) -> None:
        self.trace, self.show, self.digits = trace, show, digits
        self.values = trace.values()
        self.book = rulebook(trace)
        self.selection: Selection = (
            select_named(self.book, self.values, show) if show else select_all(self.book)
        )

    def document(self) -> Document:
        sections = [
            self.given(),
            self.part("forward", _("Forward: from the inputs to the output")),
            self.part("loss", _("Loss: how far off the output is")),
            self.part("backward", _("Backward: from the loss to every weight")),
            self.part("update", _("Update: every weight takes its step")),
            self.changed(),
        ]
        told = tuple(section for section in sections if section.nodes)
        return Document(self.title(), told, self.trace, self.digits, show=tuple(self.show))

    def title(self) -> str:
        return _("One step of training, epoch {epoch}, batch {batch}").format(
            epoch=self.trace.epoch + 1, batch=self.trace.batch
        )

    # what is given

    def given(self) -> Section:
        title = _("Given")
        if self.show:
            return Section("given", title, tuple(self.given_on_request()))
        told = description(self.trace.network, self.digits)
        nodes: list[Node] = [Text(line) for line in told]
        nodes.append(picture(self.trace))
        small = [name for name in self.given_names() if self.values[name].size <= LARGEST_GIVEN]
        nodes += [self.matrix(name) for name in small]
        large = [name for name in self.given_names() if name not in small]
        nodes += [self.summary(large)] if large else []
        said = [remarks.diverged(self.trace), remarks.untrained(self.trace.network)]
        nodes += [Note(text) for text in said if text]
        return Section("given", title, tuple(nodes))

    def given_on_request(self) -> Iterator[Node]:
        """Names asked for that nothing works out, and what the lines shown take as it is."""
        diverged = remarks.diverged(self.trace)
        if diverged:
            yield Note(diverged)
        for element in self.selection.given:
            if element.indices or not self.values[element.name].shape:
                value = float(self.value_of(element))
                yield Figure(Unicode().write(element), value, _("given"))
            elif self.values[element.name].size <= LARGEST_GIVEN:
                yield self.matrix(element.name)
            else:
                yield self.summary([element.name])

    def given_names(self) -> list[str]:
        return [name for name in self.values if name not in self.book and name != "loss_after"]

    def matrix(self, name: str) -> Matrix:
        values = self.values[name]
        captions = {"x": _("inputs"), "y": _("targets")}
        caption = captions.get(name, _("parameter") if name in self.trace.after else _("state"))
        if name in captions:
            rows, columns = _("sample"), _("input") if name == "x" else _("output")
        else:
            rows = _("input") if values.ndim > 1 else ""
            columns = _("unit") if values.ndim else ""
        if values.ndim > 2:
            values = values.reshape(len(values), -1)
        return Matrix(name, values, caption, rows, columns)

    # what is worked out

    def part(self, part: Part, title: str) -> Section:
        entries = [entry for entry in self.book.values() if entry.part == part]
        wanted = [e for e in entries if e.name in self.selection.places or self.summarised(e)]
        nodes: list[Node] = []
        for _key, group in groupby(wanted, key=lambda entry: self.heading(entry)):
            nodes += self.group(list(group))
        if part == "backward" and not self.show:
            nodes = self.with_dead_units(nodes)
        return Section(part, title, tuple(nodes))

    def heading(self, entry: Entry) -> str:
        if entry.part == "loss":
            return ""
        if entry.number == EVERY_LAYER:
            return _("All layers")
        if entry.part == "update":
            return _("Layer {number}").format(number=entry.number)
        title = layer_title(self.trace.network, entry.number)
        return _("Layer {number}: {title}").format(number=entry.number, title=title)

    def with_dead_units(self, nodes: list[Node]) -> list[Node]:
        said = remarks.dead_units(self.trace.network, self.trace.arrays)
        return [Note(text) for number in sorted(said) for text in said[number]] + nodes

    def summarised(self, entry: Entry) -> bool:
        return entry.name in self.selection.summarised

    def group(self, entries: list[Entry]) -> list[Node]:
        """The entries of one layer, those of one shape side by side, element by element."""
        nodes: list[Node] = []
        for _key, cluster in groupby(entries, key=self.cluster):
            side_by_side = list(cluster)
            nodes += [self.rule(entry) for entry in side_by_side]
            large = [entry for entry in side_by_side if self.summarised(entry)]
            if large:
                nodes.append(self.summary([entry.name for entry in large]))
            nodes += self.lines([entry for entry in side_by_side if not self.summarised(entry)])
        heading = self.heading(entries[0])
        return [Section(entries[0].part, heading, tuple(nodes))] if heading else nodes

    def cluster(self, entry: Entry) -> object:
        base = entry.name.removeprefix("new_").removeprefix("d")
        return entry.shape, base in self.trace.after and entry.part != "update"

    def rule(self, entry: Entry) -> Rule:
        return Rule(entry.general(), _reason(entry))

    def lines(self, entries: Sequence[Entry]) -> Iterator[Node]:
        places = sorted({place for e in entries for place in self.selection.places[e.name]})
        for place in places:
            for entry in entries:
                if place in self.selection.places[entry.name]:
                    yield from self.line(entry, place)

    def line(self, entry: Entry, place: Place) -> Iterator[Node]:
        """One element worked out, and what is to be said about it."""

        def value_of(element: Element) -> float:
            if not element.indices and element.name not in self.values:
                return float(entry.constant(element.name))
            return self.value_of(element)

        element = element_at(entry.name, place)
        value = float(self.values[entry.name][place])
        tree = entry.at(place)
        printed = print_line(written_out(tree), value_of, value, self.digits)
        formula = written_out(tree, LONGEST_FORMULA)
        yield Line(entry.part, element, formula, printed, value, _reason(entry))
        for remark in remarks.on_line(entry, place, value_of, printed, self.digits):
            yield Note(remark)

    def value_of(self, element: Element) -> float:
        array = self.values[element.name]
        place = place_of(element)
        inside = all(0 <= i < size for i, size in zip(place, array.shape, strict=True))
        return float(array[place]) if inside else 0.0

    def summary(self, names: Iterable[str]) -> Table:
        """Arrays too large to print, a row each."""
        rows = []
        for name in names:
            values = self.values[name]
            spread = (values.min(), values.mean(), values.max(), np.abs(values).mean())
            shape = " × ".join(map(str, values.shape))
            rows.append((name, shape, *(_number(float(number), self.digits) for number in spread)))
        header = (
            _("array"),
            _("shape"),
            _("smallest"),
            _("mean"),
            _("largest"),
            _("mean absolute"),
        )
        return Table(header, tuple(rows))

    # what changed

    def changed(self) -> Section:
        nodes: list[Node] = []
        if not self.show or "loss_after" in self.show:
            nodes += self.losses()
        nodes += self.unexplained()
        return Section(
            "update", _("What changed") if not self.show else _("Beyond this"), tuple(nodes)
        )

    def losses(self) -> Iterator[Node]:
        before, after = self.trace.loss, self.trace.loss_after
        yield Figure("loss", before, _("before the update"))
        yield Figure("loss_after", after, _("after it, on the same batch"))
        if not np.isfinite(after) or after > before:
            yield Note(_("The loss rose: this step was too long. Try a smaller learning rate."))

    def unexplained(self) -> Iterator[Node]:
        count, example = self.selection.unexplained, self.selection.example
        if example is not None:
            yield Note(
                plural(
                    "{count} number that leads here is taken as it is; follow it with --show "
                    "{example}.",
                    "{count} numbers that lead here are taken as they are; follow one with --show "
                    "{example}.",
                    count,
                ).format(count=count, example=Unicode().write(example))
            )
        if self.selection.summarised:
            name = self.selection.summarised[-1]
            last = element_at(name, tuple(size - 1 for size in self.values[name].shape))
            yield Note(
                _(
                    "This step is too large to print whole; any number of it is worked out on "
                    "request: --show {example}."
                ).format(example=Unicode().write(last).replace(" ", ""))
            )


def _reason(entry: Entry) -> str:
    """Why an entry's equation is so; where paths join, the reason for each."""
    return "; ".join(_(reason) for reason in entry.reasons)


def _number(value: float, digits: int) -> str:
    return Unicode().signed(shorten(value, digits))
