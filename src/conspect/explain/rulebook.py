"""Every name of a step of training, with the equation that gives it, in the network's own names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from conspect.clipping import Clipping
from conspect.equations.parse import parse_equations
from conspect.equations.sizes import index_sizes
from conspect.equations.substitute import (
    at_index,
    rename,
    rename_indices,
    spell_out,
    with_sizes,
    without,
)
from conspect.equations.tree import (
    Binary,
    Element,
    Equation,
    Expression,
    Index,
    Reduction,
    Size,
    parts,
)
from conspect.penalties import LOSS_WITH_PENALTY, NO_PENALTY
from conspect.roles import Input, Intermediate, Output, Parameter, State
from conspect.rule import Rule, forward_equations, gradient_equations
from conspect.step import Step
from conspect.trace import Trace

# The letters for the indices behind `...`: the sample first, then as many as an array has.
ANYWHERE = ("n", "j", "k", "l", "m")

# The number of what belongs to all layers at once.
EVERY_LAYER = 0

Part = Literal["forward", "loss", "backward", "update"]
Place = tuple[int, ...]


@dataclass(frozen=True)
class Share:
    """What one step adds to a name: an equation in the network's names, and what it refers to.

    Attributes:
        equation: with all indices spelled out.
        rule: the rule that states it.
        sizes: how many values its indices take.
        constants: the rule's hyperparameters.
    """

    equation: Equation
    rule: Rule
    sizes: Mapping[str, int]
    constants: Mapping[str, float]

    def at(self, place: Place) -> Expression:
        """The right side for one element, with the sums still standing."""
        names = [index.name for index in self.equation.left.indices if isinstance(index, Index)]
        tree = with_sizes(self.equation.right, self.sizes)
        return at_index(tree, dict(zip(names, place, strict=True)))


@dataclass(frozen=True)
class Entry:
    """One name of the step: where it belongs, its shape, and the shares that add up to it.

    Attributes:
        name: `z1`, `dW1`, `new_W1`.
        part: the part of the lesson.
        number: the number of the layer that it belongs to.
        shape: of its array, samples first where it has them.
        shares: one as a rule; more where paths join or a parameter is shared.
    """

    name: str
    part: Part
    number: int
    shape: tuple[int, ...]
    shares: tuple[Share, ...]

    @property
    def rule(self) -> Rule:
        """The rule of the first share."""
        return self.shares[0].rule

    @property
    def reasons(self) -> list[str]:
        """Why it is so, in words, for each share (messages to be translated)."""
        return list(dict.fromkeys(share.equation.reason for share in self.shares))

    def places(self) -> Iterator[Place]:
        """Every index of the array, in order."""
        return product(*(range(size) for size in self.shape))

    def elements(self) -> int:
        """How many elements the array has."""
        count = 1
        for size in self.shape:
            count *= size
        return count

    def operands(self) -> int:
        """How many numbers one element is worked out from."""
        if not self.elements():
            return 0
        return sum(_operands(share.at((0,) * len(self.shape))) for share in self.shares)

    def at(self, place: Place) -> Expression:
        """The right side for one element, with the sums still standing."""
        first, *others = (share.at(place) for share in self.shares)
        for other in others:
            first = Binary("+", first, other)
        return first

    def constant(self, name: str) -> float:
        """The value of a hyperparameter in this entry's equation."""
        return next(share.constants[name] for share in self.shares if name in share.constants)

    def general(self) -> Equation:
        """The equation for any element, its shares under common indices."""
        first, *others = (share.equation for share in self.shares)
        indices = [index.name for index in first.left.indices if isinstance(index, Index)]
        for other in others:
            theirs = [index.name for index in other.left.indices if isinstance(index, Index)]
            right = rename_indices(other.right, dict(zip(theirs, indices, strict=True)))
            first = replace(first, right=Binary("+", first.right, right))
        return first


def _operands(tree: Expression) -> int:
    """How many elements the tree names once its sums are written out."""
    match tree:
        case Element():
            return 1
        case Reduction(body=body, size=int(size)):
            return size * _operands(body)
    return sum(_operands(part) for part in parts(tree))


def rulebook(trace: Trace) -> dict[str, Entry]:
    """Every name that the step works out, in the order in which it is told.

    What is given (inputs, targets, parameters, state) has no entry.
    """
    return _Rulebook(trace).entries


class _Rulebook:
    def __init__(self, trace: Trace) -> None:
        self.trace, self.network = trace, trace.network
        self.shapes = {name: value.shape for name, value in trace.values().items()}
        self.entries: dict[str, Entry] = {}
        for step in self.network.steps:
            self.add_forward(step)
        self.add_loss()
        for step in reversed(self.network.steps):
            self.add_gradients(step)
        if self.network.schedule is not None:
            self.add_schedule(self.network.schedule)
        if self.network.clipping is not None and self.network.trained:
            self.add_clipping(self.network.clipping)
        for name in self.network.trained:
            self.add_update(name)

    def add(self, name: str, part: Part, number: int, shares: Sequence[Share]) -> None:
        self.entries[name] = Entry(name, part, number, self.shapes[name], tuple(shares))

    def add_forward(self, step: Step) -> None:
        for equation in forward_equations(type(step.rule)):
            share = self.share(step, equation)
            name = share.equation.left.name
            self.add(name, "loss" if name == "losses" else "forward", step.number, [share])

    def add_loss(self) -> None:
        equation = self.network.loss.reduction_equation()
        last = self.network.steps[-1].number
        total = [Share(equation, self.network.loss, {"n": self.samples}, {})]
        if self.network.penalty is not None:
            equation = replace(equation, left=Element("data_loss"))
            self.add("data_loss", "loss", last, [replace(total[0], equation=equation)])
            self.add("penalty", "loss", last, self.penalty_shares(self.network.penalty))
            [sum_of_both] = parse_equations(LOSS_WITH_PENALTY)
            total = [Share(sum_of_both, self.network.loss, {}, {})]
        self.add("loss", "loss", last, total)

    def penalty_shares(self, penalty: Rule) -> list[Share]:
        """What each parameter adds to the penalty."""
        if not self.network.penalised:
            return [Share(parse_equations(NO_PENALTY)[0], penalty, {}, {})]
        [equation] = forward_equations(type(penalty))
        return [
            self.summed("penalty", self.bound(penalty, equation, {"p": name}, self.letters(name)))
            for name in self.network.penalised
        ]

    def summed(self, name: str, share: Share) -> Share:
        """The share of all elements together, as one number of that name."""
        right = share.equation.right
        for index in reversed(share.equation.left.indices):
            assert isinstance(index, Index)
            right = Reduction("sum", index.name, right)
        return replace(share, equation=replace(share.equation, left=Element(name), right=right))

    @property
    def samples(self) -> int:
        return len(self.trace.arrays["x"])

    def add_gradients(self, step: Step) -> None:
        """The gradients that are complete once this step has handed back its own.

        Those of its results come first, then those of the parameters that no earlier step reads.
        """
        for name in step.named(Output):
            if f"d{name}" in self.shapes:
                self.add(f"d{name}", "backward", step.number, self.gradient_shares(name))
        for name in step.named(Parameter):
            first = next(s for s in self.network.steps if name in s.named(Parameter))
            if first is step:
                self.add(f"d{name}", "backward", step.number, self.gradient_shares(name))

    def gradient_shares(self, name: str) -> list[Share]:
        """What each step that reads the name adds to its gradient, the last step first.

        The penalty adds its own.
        """
        shares = [
            self.share(step, equation)
            for step in reversed(self.network.steps)
            for equation in gradient_equations(type(step.rule))
            if step.names.get(equation.left.name.removeprefix("d")) == name
        ]
        penalty = self.network.penalty
        if penalty is not None and name in self.network.penalised:
            [pull] = gradient_equations(type(penalty))
            names = {"p": name, "dp": f"d{name}"}
            shares.append(self.bound(penalty, pull, names, self.letters(name)))
        return shares

    def add_schedule(self, schedule: Rule) -> None:
        """The learning rate of this epoch."""
        known = {"learning_rate": self.network.optimizer.learning_rate}
        for equation in forward_equations(type(schedule)):
            share = self.bound(schedule, equation, {}, ())
            share = replace(share, constants={**share.constants, **known})
            self.add(equation.left.name, "update", EVERY_LAYER, [share])

    def add_clipping(self, clipping: Clipping) -> None:
        """How long all gradients are together, and what is left of each."""
        [square] = parse_equations(clipping.summand)
        squares = [
            self.summed(
                "squared_norm",
                self.bound(clipping, square, {"dp": f"d{name}"}, self.letters(name)),
            )
            for name in self.network.trained
        ]
        self.add("squared_norm", "update", EVERY_LAYER, squares)
        for equation in forward_equations(type(clipping)):
            if not equation.left.anywhere:
                share = self.bound(clipping, equation, {}, ())
                self.add(equation.left.name, "update", EVERY_LAYER, [share])
                continue
            for name in self.network.trained:
                names = {"dp": f"d{name}", "clipped": f"clipped_{name}"}
                share = self.bound(clipping, equation, names, self.letters(name))
                self.add(f"clipped_{name}", "update", EVERY_LAYER, [share])

    def add_update(self, name: str) -> None:
        optimizer = self.network.optimizer
        states = optimizer.with_role(State)
        names = {"p": name, "dp": f"d{name}", "new_p": f"new_{name}"}
        if self.network.clipping is not None:
            names["dp"] = f"clipped_{name}"
        if self.network.schedule is not None:
            names["learning_rate"] = "rate"
        for symbol in [*states, *optimizer.with_role(Intermediate)]:
            bound = f"{symbol}_{name}" if optimizer.symbols[symbol].any_rank else symbol
            names |= {symbol: bound, f"new_{symbol}": f"new_{bound}"}
        step, letters = self.home(name), self.letters(name)
        for equation in forward_equations(type(optimizer)):
            share = self.bound(optimizer, equation, names, letters)
            left = share.equation.left
            # A number without indices, the count of steps, is one for all parameters.
            self.add(left.name, "update", step.number if left.indices else EVERY_LAYER, [share])

    def home(self, name: str) -> Step:
        """The first step that a parameter belongs to."""
        return next(step for step in self.network.steps if name in step.named(Parameter))

    def letters(self, name: str) -> tuple[str, ...]:
        """The indices of a parameter."""
        step = self.home(name)
        return next(
            role.indices
            for symbol, role in step.rule.symbols.items()
            if step.names.get(symbol) == name
        )

    def share(self, step: Step, equation: Equation) -> Share:
        """An equation of a step's rule in the network's names."""
        names = dict(step.names) | {f"d{symbol}": f"d{name}" for symbol, name in step.names.items()}
        letters = ANYWHERE[: len(self.shapes[step.named(Input)[0]])]
        share = self.bound(step.rule, equation, names, letters)
        if step.rule is self.network.loss and equation.left.name.startswith("d"):
            return replace(share, equation=self.averaged(share.equation))
        return share

    def averaged(self, equation: Equation) -> Equation:
        """A loss's gradient, stated for one sample, as that of the batch's loss."""
        if self.network.loss.divisor(self.samples) == 1:
            return equation
        return replace(equation, right=Binary("/", equation.right, Size("n")))

    def bound(
        self, rule: Rule, equation: Equation, names: Mapping[str, str], letters: Sequence[str]
    ) -> Share:
        """An equation under the network's names; the letters stand for its `...`."""
        optional = {
            symbol
            for symbol, role in rule.symbols.items()
            if isinstance(role, Parameter) and role.optional and symbol not in names
        }
        equation = spell_out(equation, letters)
        left = rename(equation.left, names)
        assert isinstance(left, Element)
        right = rename(without(equation.right, frozenset(optional)), names)
        bound = replace(equation, left=left, right=right)
        sizes = index_sizes(bound, self.shapes)
        return Share(bound, rule, sizes, rule.hyperparameters())
