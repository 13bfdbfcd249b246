"""The network as a graph: columns of units, what connects them, and their numbers."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import numpy as np
import numpy.typing as npt

from conspect.equations.tree import Element
from conspect.explain.document import Bundle, Column, Edge, Goal, Picture, Quantity, Unit
from conspect.explain.selection import element_at
from conspect.language import _
from conspect.losses import Loss
from conspect.network import Network
from conspect.roles import Input, Output, Parameter
from conspect.step import Step
from conspect.trace import Trace

# A wider column is drawn as its first units and its last ones, with the count of the rest between.
MOST_UNITS = 8
FIRST_UNITS, LAST_UNITS = 3, 2

Arrays = Mapping[str, npt.NDArray[np.float64]]


def layer_numbers(network: Network) -> list[int]:
    """The numbers that the names of the network's results carry, in order."""
    return list(dict.fromkeys(step.number for step in network.steps))


def layer_title(network: Network, number: int) -> str:
    """What stands under one number: `dense 2, sigmoid`."""
    return _title(network, [step for step in network.steps if step.number == number])


def _title(network: Network, steps: Iterable[Step]) -> str:
    titles = []
    for step in steps:
        if isinstance(step.rule, Loss):
            titles += [_(step.rule.absorbs)] if step.rule.absorbs else []
        elif step.named(Parameter):
            size = " × ".join(map(str, network.shapes[step.named(Output)[0]]))
            titles.append(f"{_(step.rule.kind())} {size}")
        else:
            titles.append(_(step.rule.kind()))
    return ", ".join(titles)


def picture(source: Network | Trace) -> Picture:
    """The picture of a network; of a trace, with the numbers of its step.

    A unit carries the numbers of the batch's first sample.
    """
    if isinstance(source, Trace):
        return _Graph(source.network, source.values()).picture()
    return _Graph(source, source.parameters).picture()


class _Graph:
    """Builds the picture column by column, a column for every number that the names carry."""

    def __init__(self, network: Network, arrays: Arrays) -> None:
        self.network, self.arrays = network, arrays
        self.columns: list[Column] = [self.inputs()]
        self.edges: list[Edge] = []
        self.bundles: list[Bundle] = []
        self.made_in = {"x": 0}
        self.parameters: set[str] = set()

    def picture(self) -> Picture:
        for steps in _columns(self.network.steps):
            self.add(steps)
        samples = len(self.arrays["x"]) if "x" in self.arrays else 1
        edges, bundles = tuple(self.edges), tuple(self.bundles)
        return Picture(tuple(self.columns), edges, bundles, self.goal(), samples)

    def inputs(self) -> Column:
        shape = self.network.shapes["x"]
        units = tuple(Unit((self.quantity("x", (0, i)),)) for i in drawn_units(shape))
        return Column(_("inputs"), shape, units, _head(shape), ("x",))

    def add(self, steps: list[Step]) -> None:
        """Add the column of these steps, and how they read what earlier columns made."""
        results = [name for step in steps for name in step.named(Output) if name != "losses"]
        if not results:
            return
        number = len(self.columns)
        parameters = {name for step in steps for name in step.named(Parameter)}
        shape = self.network.shapes[results[0]]
        self.columns.append(
            Column(
                title=_title(self.network, steps),
                shape=shape,
                units=tuple(self.unit(steps, results, j) for j in drawn_units(shape)),
                head=_head(shape),
                results=tuple(results),
                shared=tuple(sorted(parameters & self.parameters)),
            )
        )
        for step in steps:
            for symbol in step.rule.with_role(Input):
                if step.names[symbol] in self.made_in:
                    self.connect(step, symbol, number)
        self.made_in |= dict.fromkeys(results, number)
        self.parameters |= parameters

    def unit(self, steps: list[Step], results: list[str], j: int) -> Unit:
        shape = self.network.shapes[results[0]]
        values = tuple(
            self.quantity(name, (0, j)) for name in results if self.network.shapes[name] == shape
        )
        biases = [step.names["b"] for step in steps if _is_weighted_sum(step) and "b" in step.names]
        return Unit(values, self.quantity(biases[0], (j,)) if biases else None)

    def connect(self, step: Step, symbol: str, target: int) -> None:
        """Draw one connection: unit by unit between neighbours, otherwise as a bundle."""
        name = step.names[symbol]
        source = self.made_in[name]
        weights = step.names["W"] if _is_weighted_sum(step) else ""
        ends = self.columns[source], self.columns[target]
        unit_by_unit = _is_weighted_sum(step) or step.rule.symbols[symbol].any_rank
        if unit_by_unit and target == source + 1 and all(column.units for column in ends):
            self.edges += self.between(source, target, weights)
        else:
            self.bundles.append(Bundle(source, target, name, step.names.get("W", "")))

    def between(self, source: int, target: int, weights: str) -> Iterator[Edge]:
        rows = [
            list(enumerate(drawn_units(self.columns[number].shape))) for number in (source, target)
        ]
        for (first, i), (second, j) in product(*rows):
            if weights:
                yield Edge((source, first), (target, second), self.quantity(weights, (i, j)))
            elif i == j:
                yield Edge((source, first), (target, second), None)

    def goal(self) -> Goal:
        units = drawn_units(self.network.shapes["y"])
        loss = Quantity(Element("loss"), self.number("loss", ()))
        targets = tuple(self.quantity("y", (0, k)) for k in units)
        return Goal(_(self.network.loss.kind()), loss, targets)

    def quantity(self, name: str, place: tuple[int, ...]) -> Quantity:
        value, gradient = self.number(name, place), self.number(f"d{name}", place)
        return Quantity(element_at(name, place), value, gradient)

    def number(self, name: str, place: tuple[int, ...]) -> float | None:
        return float(self.arrays[name][place]) if name in self.arrays else None


def drawn_units(shape: tuple[int, ...]) -> list[int]:
    """The units of a column that are drawn; none of a result of several dimensions."""
    if len(shape) != 1:
        return []
    every = list(range(shape[0]))
    return every if len(every) <= MOST_UNITS else every[:FIRST_UNITS] + every[-LAST_UNITS:]


def _columns(steps: Iterable[Step]) -> list[list[Step]]:
    """The steps of each column: of one number, each reading what one before it in there made."""
    columns: list[list[Step]] = []
    for step in steps:
        made = {name for other in columns[-1] for name in other.named(Output)} if columns else set()
        if made.intersection(step.named(Input)) and step.number == columns[-1][0].number:
            columns[-1].append(step)
        else:
            columns.append([step])
    return columns


def _head(shape: tuple[int, ...]) -> int:
    return FIRST_UNITS if len(shape) == 1 and shape[0] > MOST_UNITS else len(drawn_units(shape))


def _is_weighted_sum(step: Step) -> bool:
    """Whether the step's units are sums over all inputs, each with its own weight."""
    symbols = step.rule.symbols
    inputs, outputs = step.rule.with_role(Input), step.rule.with_role(Output)
    return (
        "W" in step.names
        and [symbols[symbol].indices for symbol in inputs] == [("n", "i")]
        and [symbols[symbol].indices for symbol in outputs] == [("n", "j")]
        and symbols["W"].indices == ("i", "j")
    )
