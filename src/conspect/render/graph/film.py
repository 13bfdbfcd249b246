"""The picture, moving: the numbers flow forward, the error flows back, the weights move.

A film is one SVG whose style sheet shows each thing for its time and starts over at the end. Who
wants no motion, or a program that knows none, sees the first step with its forward numbers.

One epoch takes these beats, for a network of n columns after the inputs:

    0            the inputs
    1 … n        each column's numbers
    n+1          the loss
    n+2 … 2n+1   each column's gradients, the last column first
    2n+2         the weights after their step
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from conspect.equations.tree import Element
from conspect.explain.document import Picture, Quantity
from conspect.explain.picture import picture
from conspect.language import _
from conspect.render.graph.captions import (
    Caption,
    Flow,
    Look,
    Span,
    Stroke,
    What,
    relative,
    strength,
    written,
)
from conspect.render.graph.paint import DOTS_APART
from conspect.trace import Trace

#: how long a beat takes, and how long a dot runs from its place to that of the next
SECONDS_A_BEAT, SECONDS_A_RUN = 1.2, 0.5

Quantities = Mapping[Element, Quantity]


class Film(Look):
    """One step after another.

    Args:
        traces: the steps, of one network as it is trained.
        digits: the significant digits of numbers.
    """

    measured: What = "forward"

    def __init__(self, traces: Sequence[Trace], digits: int) -> None:
        self.digits = digits
        self.epochs = [trace.epoch + 1 for trace in traces]
        self.picture = picture(traces[0])
        self.steps: list[Quantities] = [_quantities(picture(trace)) for trace in traces]
        self.after: list[Quantities] = [_quantities(picture(trace.next)) for trace in traces]
        self.weights = {edge.weight.element for edge in self.picture.edges if edge.weight}
        self.biases = {
            unit.bias.element for c in self.picture.columns for unit in c.units if unit.bias
        }
        self.columns = len(self.picture.columns) - 1
        self.beats = 2 * self.columns + 4
        self.largest = {what: self._largest(what) for what in _MEASURED}

    def _largest(self, what: What) -> float:
        found = [
            abs(strength(step[element], what) or 0.0)
            for step in self.steps
            for element in self.weights
        ]
        return max(found, default=0.0)

    # time

    def span(self, step: int, start: int, end: int) -> Span:
        """From one beat of a step's to another."""
        still = step == 0 and start <= self.columns + 1 < end
        return Span(step * self.beats + start, step * self.beats + end, still)

    def returned(self, column: int) -> int:
        """The beat at which a column's gradients are there."""
        return 2 * self.columns + 2 - column

    @property
    def update(self) -> int:
        """The beat of the update."""
        return 2 * self.columns + 2

    # what is seen

    def captions(self, quantity: Quantity, column: int) -> Sequence[Caption]:
        shown = self._weight if self._is_parameter(quantity) else self._unit
        captions = [
            replace(caption, span=span)
            for step in range(len(self.steps))
            for caption, span in shown(quantity.element, step, column)
        ]
        return _joined(captions)

    def _is_parameter(self, quantity: Quantity) -> bool:
        return quantity.element in self.weights or quantity.element in self.biases

    def _unit(self, element: Element, step: int, column: int) -> Iterator[tuple[Caption, Span]]:
        quantity = self.steps[step][element]
        bare, forward, gradient = (
            written(quantity, what, self.digits) for what in ("bare", "forward", "gradients")
        )
        back = self.returned(column) if gradient else self.beats
        start = 0 if element.name == "y" else column
        if start and bare:
            yield bare, self.span(step, 0, start)
        if forward:
            yield forward, self.span(step, start, back)
        if gradient:
            yield gradient, self.span(step, back, self.beats)

    def _weight(self, element: Element, step: int, column: int) -> Iterator[tuple[Caption, Span]]:
        before, after = self.steps[step][element], self.after[step][element]
        for quantity, what, span in self._phases(before, after, step, column):
            caption = written(quantity, what, self.digits)
            if caption:
                yield caption, span

    def _phases(
        self, before: Quantity, after: Quantity, step: int, column: int
    ) -> Iterator[tuple[Quantity, What, Span]]:
        """A weight as it was, its gradient, the weight as it is then."""
        back = self.returned(column)
        yield before, "forward", self.span(step, 0, back)
        yield before, "gradients", self.span(step, back, self.update)
        yield after, "forward", self.span(step, self.update, self.beats)

    def strokes(self, weight: Quantity, column: int) -> Sequence[Stroke]:
        strokes = []
        for step, (before, after) in enumerate(zip(self.steps, self.after, strict=True)):
            ends = before[weight.element], after[weight.element]
            for quantity, what, span in self._phases(*ends, step, column):
                value = strength(quantity, what)
                strokes.append(Stroke(value, relative(value, self.largest[what]), span))
        return strokes

    def headlines(self) -> Sequence[tuple[str, Span]]:
        last = self.columns + 2
        return [
            headline
            for step, epoch in enumerate(self.epochs)
            for headline in (
                (_("Epoch {epoch}: forward").format(epoch=epoch), self.span(step, 0, last)),
                (
                    _("Epoch {epoch}: backward").format(epoch=epoch),
                    self.span(step, last, self.update),
                ),
                (
                    _("Epoch {epoch}: update").format(epoch=epoch),
                    self.span(step, self.update, self.beats),
                ),
            )
        ]

    def flows(self, column: int) -> Sequence[Flow]:
        flows = []
        for step in range(len(self.steps)):
            flows.append(Flow(self.span(step, column - 1, column), backward=False))
            if column > 1:  # no error flows back to the inputs
                back = self.returned(column)
                flows.append(Flow(self.span(step, back, back + 1), backward=True))
        return [replace(flow, span=replace(flow.span, still=False)) for flow in flows]

    def style(self, spans: Iterable[tuple[int, int]]) -> str:
        """The style sheet that moves everything, for the times at which anything is seen."""
        beats = self.beats * len(self.steps)
        length = beats * SECONDS_A_BEAT
        rules = [
            f"@keyframes run{{to{{stroke-dashoffset:-{DOTS_APART:g}}}}}"
            "@media (prefers-reduced-motion:no-preference){"
            f".flow{{animation:run {SECONDS_A_RUN:g}s linear infinite}}"
            ".backward{animation-direction:reverse}"
        ]
        frames = []
        for start, end in sorted(set(spans)):
            name = f"at-{start}-{end}"
            rules.append(f".{name}{{animation:{name} {length:g}s step-end infinite}}")
            before = "0%{visibility:hidden}" if start else ""
            frames.append(
                f"@keyframes {name}{{{before}{100 * start / beats:.4g}%{{visibility:visible}}"
                f"{100 * end / beats:.4g}%,100%{{visibility:hidden}}}}"
            )
        return "".join([*frames, *rules, "}"])


_MEASURED: tuple[What, ...] = ("forward", "gradients")


def _quantities(picture: Picture) -> Quantities:
    """Everything in a picture by its element."""
    units = [unit for column in picture.columns for unit in column.units]
    found = [quantity for unit in units for quantity in unit.values]
    found += [unit.bias for unit in units if unit.bias]
    found += [edge.weight for edge in picture.edges if edge.weight]
    return {
        quantity.element: quantity
        for quantity in [*found, *picture.goal.targets, picture.goal.loss]
    }


def _joined(captions: Sequence[Caption]) -> list[Caption]:
    """The captions in order; one that goes on unchanged is one."""
    joined: list[Caption] = []
    for caption in captions:
        last = joined[-1] if joined else None
        if last and replace(last, span=None) == replace(caption, span=None):
            assert last.span
            assert caption.span
            still = last.span.still or caption.span.still
            span = Span(last.span.start, caption.span.end, still)
            joined[-1] = replace(last, span=span)
        else:
            joined.append(caption)
    return joined
