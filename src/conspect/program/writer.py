"""The program: a class in the manner of a notebook, and the loop that trains it."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.explain.description import description
from conspect.files import Description
from conspect.language import _
from conspect.losses import Loss
from conspect.program.methods import Methods, comment, is_expression, reasons
from conspect.program.names import attributes, trained_in_order
from conspect.program.source import Code, read
from conspect.roles import Intermediate, Output, State
from conspect.rule import forward_equations, gradient_equations
from conspect.step import Step

#: A program with more numbers than this is no text for people any more.
MOST_NUMBERS = 100_000


def write_program(description: Description) -> str:
    """A program that needs only NumPy and does what the network does, step for step.

    Raises:
        InputError: a layer, the loss or the optimizer cannot stand in a plain program, or the
            network has too many parameters for one.
    """
    return "\n".join(_Writer(description).lines()) + "\n"


class _Writer:
    def __init__(self, described: Description) -> None:
        self.described, self.network = described, described.network
        count = sum(value.size for value in self.network.parameters.values())
        if count > MOST_NUMBERS:
            raise InputError(
                _("the network has {count:,} parameters: too many to write into a program").format(
                    count=count
                ),
                _("at most {most:,} are possible").format(most=MOST_NUMBERS),
            )
        self.methods = Methods()
        *layers, loss = self.network.steps
        assert isinstance(loss.rule, Loss)
        self.layers, self.loss, self.loss_rule = layers, loss, loss.rule
        for step in layers:
            if not is_expression(step.rule, step.title()):
                self.methods.forward(step.rule, step.title())
                self.methods.derivative(step.rule, step.title())
        self.loss_codes = self.methods.loss(self.loss_rule)
        self.optimizer_code = self.methods.optimizer(self.network.optimizer)
        own = ["feedforward", "backpropagation"]
        self.names = attributes(self.network, [*self.methods.made, *own])
        self.hidden = {
            self.names[step.named(Output)[-1]]: None
            for step in layers
            if self.names[step.named(Output)[-1]].startswith("layer")
        }

    def lines(self) -> Iterator[str]:
        """The program, line by line."""
        yield from self.methods.preamble()
        yield ""
        yield "class NeuralNetwork:"
        for part in (
            self.start(),
            *(method.lines() for method in self.methods.made.values()),
            self.forward(),
            self.backward(),
        ):
            yield from (f"    {line}".rstrip() for line in part)
        if self.described.x is not None and self.described.y is not None:
            yield from self.training(self.described.x, self.described.y)

    # the class

    def start(self) -> Iterator[str]:
        for sentence in description(self.network):
            yield from comment(sentence)
        yield ""
        yield "def __init__(self, x, y, learning_rate):"
        yield from self.inside(
            _("The inputs and the targets, a row for each sample"),
            ["self.input = np.atleast_2d(x)", "self.y = np.atleast_2d(y)"],
        )
        trained = self.network.trained
        for name, value in self.network.parameters.items():
            purpose = (
                _("A parameter: {name} in the explanation")
                if name in trained
                else _("A parameter that is not trained: {name} in the explanation")
            )
            target = f"self.{self.names[name]} = np.array("
            yield from self.inside(
                purpose.format(name=name), [f"{target}{_array(value, len(target) + 8)})"]
            )
        states = [f"self.{name} = {_start(value)}" for name, value in self.network.state.items()]
        if states:
            yield from self.inside(_("What the optimizer keeps from step to step"), states)
        yield from self.inside(_("The learning rate"), ["self.learning_rate = learning_rate"])
        yield ""

    def forward(self) -> Iterator[str]:
        yield from comment(_("The forward pass: from the inputs to the output and its error"))
        yield "def feedforward(self):"
        for step in self.layers:
            equations = forward_equations(type(step.rule))
            said = _("Layer {number}: {reason}").format(
                number=step.number, reason=reasons(equations)
            )
            yield from self.inside(said, self.worked_out(step))
        equations = forward_equations(type(self.loss_rule))
        targets = [self.attribute(self.loss, equation.left.name) for equation in equations]
        call = self.call("loss", self.loss, self.loss_codes[0])
        said = _("The error of each sample")
        yield from self.inside(said, [f"{', '.join(targets)} = {call}"])
        yield ""

    def worked_out(self, step: Step) -> Iterator[str]:
        """The statements that make a layer's results."""
        lefts = [equation.left.name for equation in forward_equations(type(step.rule))]
        targets = [self.attribute(step, left) for left in lefts]
        code = read(step.rule.forward, step.title())
        if is_expression(step.rule, step.title()):
            for target, result in zip(targets, self.bound(step, code).results, strict=True):
                yield f"{target} = {ast.unparse(result)}"
        else:
            yield f"{', '.join(targets)} = {self.call(step.rule.kind(), step, code)}"

    def backward(self) -> Iterator[str]:
        yield from comment(
            _("Backpropagation: the gradient of the error by every weight, from the output back")
        )
        yield "def backpropagation(self):"
        known: set[str] = set()
        yield from self.from_loss(known)
        for step in reversed(self.layers):
            yield from self.through(step, known)
        yield from self.update()

    def from_loss(self, known: set[str]) -> Iterator[str]:
        equations = gradient_equations(type(self.loss_rule))
        [equation] = equations
        gradient = f"d{self.loss.names[equation.left.name.removeprefix('d')]}"
        known.add(gradient)
        call = self.call("loss_derivative", self.loss, self.loss_codes[1])
        said = _("The output: {reason}").format(reason=reasons(equations))
        if self.loss_rule.reduction == "mean":
            said += "; " + _("of the mean over the samples each has its share")
            call += " / len(self.y)"
        yield from self.inside(said, [f"{gradient} = {call}"])

    def through(self, step: Step, known: set[str]) -> Iterator[str]:
        """What a layer hands back: the gradients of what it reads, each with its reason."""
        equations = gradient_equations(type(step.rule))
        for equation, value in zip(equations, self.handed_back(step), strict=True):
            name = step.names.get(equation.left.name.removeprefix("d"))
            unwanted = name in self.network.parameters and name not in self.network.trained
            if name is None or name == "x" or unwanted:
                continue
            said = _("Layer {number}: {reason}").format(
                number=step.number, reason=reasons([equation])
            )
            total = f"d{name} + {value}" if f"d{name}" in known else value
            known.add(f"d{name}")
            yield from self.inside(said, [f"d{name} = {total}"])

    def handed_back(self, step: Step) -> list[str]:
        if is_expression(step.rule, step.title()):
            code = self.bound(step, read(step.rule.backward, step.title()))
            return [ast.unparse(result) for result in code.results]
        name, code, slope = self.methods.derivative(step.rule, step.title())
        call = self.call(name, step, code)
        above = f"d{step.named(Output)[-1]}"
        return [f"{above} * {call}" if slope else call]

    def update(self) -> Iterator[str]:
        yield from self.inside(
            _("Only now that every gradient is known do the weights move: {reason}").format(
                reason=reasons(forward_equations(type(self.network.optimizer))[-1:])
            ),
            [],
        )
        optimizer = self.network.optimizer
        counters: dict[str, None] = {}
        for name in trained_in_order(self.network):
            names = {"p": f"self.{self.names[name]}", "dp": f"d{name}"}
            for symbol in optimizer.with_role(State):
                each = optimizer.symbols[symbol].any_rank
                names[symbol] = f"self.{symbol}_{name}" if each else f"self.{symbol}"
            targets = []
            for equation in forward_equations(type(optimizer)):
                left = equation.left.name
                symbol = left.removeprefix("new_")
                counter = symbol in optimizer.with_role(State) and not equation.left.anywhere
                if counter:
                    counters[symbol] = None
                inside = left in optimizer.with_role(Intermediate) or counter
                targets.append(symbol if inside else names[symbol])
            yield f"    {', '.join(targets)} = {self.moved(names)}"
        yield from (f"    self.{symbol} = {symbol}" for symbol in counters)

    def moved(self, names: Mapping[str, str]) -> str:
        optimizer, code = self.network.optimizer, self.optimizer_code
        known = {
            **{name: repr(value) for name, value in optimizer.hyperparameters().items()},
            **names,
            "learning_rate": "self.learning_rate",
        }
        if not code.statements:
            [result] = code.with_names(_parsed(known)).results
            return ast.unparse(result)
        given = ", ".join(known[parameter] for parameter in code.parameters)
        return f"self.{optimizer.kind()}({given})"

    # the loop

    def training(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Iterator[str]:
        settings = self.described.settings
        rate = self.network.optimizer.hyperparameters()["learning_rate"]
        size = min(settings.batch_size or len(x), len(x))
        yield from ("", "")
        yield 'if __name__ == "__main__":'
        yield from self.inside(
            _("The data, a row for each sample"),
            [f"X = np.array({_array(x, 17)})", f"y = np.array({_array(y, 17)})"],
        )
        yield f"    nn = NeuralNetwork(x=X, y=y, learning_rate={rate!r})"
        if settings.shuffle:
            yield f"    generator = np.random.default_rng({settings.seed})"
        yield f"    for i in range({settings.epochs}):"
        for line in self.epoch(size, size < len(x) or settings.shuffle):
            yield f"        {line}"

    def epoch(self, size: int, in_batches: bool) -> Iterator[str]:
        if not in_batches:
            yield from self.printed_step(size)
            return
        shuffled = self.described.settings.shuffle
        yield f"order = {'generator.permutation' if shuffled else 'np.arange'}(len(X))"
        yield f"for start in range(0, len(X), {size}):"
        yield f"    rows = order[start:start + {size}]"
        yield "    nn.input, nn.y = X[rows], y[rows]"
        yield "    nn.feedforward()"
        yield "    if start == 0:"
        yield from (f"        {line}" for line in self.printout(size))
        yield "    nn.backpropagation()"

    def printed_step(self, size: int) -> Iterator[str]:
        yield "nn.feedforward()"
        yield from comment(_("Weights, and what comes out of these very weights"))
        yield from self.printout(size)
        yield "nn.backpropagation()"

    def printout(self, size: int) -> Iterator[str]:
        row = "[0]" if size == 1 else ""
        yield "print(f'==============EPOCH: {i}========================')"
        for name in self.network.parameters:
            if self.network.parameters[name].ndim == 2 or name in self.network.trained:
                attribute = self.names[name]
                yield f"print(f'{attribute} =\\n {{nn.{attribute}}} \\n')"
        for attribute in self.hidden:
            yield f"print(f'hidden layer = {{nn.{attribute}{row}}} \\n')"
        yield f"print(f'Output {{i}} = {{nn.output{row}}}')"
        yield "print(f'Error {i} = {nn.error} \\n')"

    # names and calls

    def attribute(self, step: Step, symbol: str) -> str:
        return f"self.{self.names[step.names[symbol]]}"

    def bindings(self, step: Step, code: Code) -> dict[str, str]:
        """What the parameters of a rule's code are called where it stands."""
        known = {name: repr(value) for name, value in step.rule.hyperparameters().items()}
        for symbol, name in step.names.items():
            known[symbol] = f"self.{self.names[name]}"
            known[f"d{symbol}"] = f"d{name}"
        if "a" in step.names:
            known["output"] = known["a"]
        absent = {name: "0" for name in code.parameters if name not in known}
        return {**known, **absent}

    def bound(self, step: Step, code: Code) -> Code:
        return code.with_names(_parsed(self.bindings(step, code)))

    def call(self, method: str, step: Step, code: Code) -> str:
        known = self.bindings(step, code)
        return f"self.{method}({', '.join(known[name] for name in code.parameters)})"

    def inside(self, said: str, statements: Iterable[str]) -> Iterator[str]:
        """Statements inside a function, under the reason for them."""
        yield from (f"    {line}" for line in [*comment(said, 4), *statements])


def _parsed(expressions: Mapping[str, str]) -> dict[str, ast.expr]:
    return {name: ast.parse(text, mode="eval").body for name, text in expressions.items()}


def _array(value: npt.NDArray[np.float64], indent: int) -> str:
    """An array as Python writes it, its rows below each other; every number to its last digit."""
    return np.array2string(
        value,
        separator=", ",
        floatmode="unique",
        threshold=sys.maxsize,
        max_line_width=100,
        prefix=" " * indent,
    )


def _start(value: npt.NDArray[np.float64]) -> str:
    return f"np.zeros({value.shape})" if value.ndim else "0"
