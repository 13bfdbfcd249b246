"""The rules of a network as methods: activations and their derivatives, the loss, the optimizer."""

import ast
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from conspect import xp
from conspect.equations.tree import Equation
from conspect.errors import InputError
from conspect.language import _
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.program.source import Code, constants, read
from conspect.roles import Input, Parameter, Target
from conspect.rule import Rule, forward_equations, gradient_equations

WIDTH = 88


@dataclass(frozen=True)
class Method:
    """A method of the program: what it is for, and its code."""

    name: str
    purpose: str
    code: Code

    def lines(self) -> Iterator[str]:
        yield from comment(self.purpose)
        yield f"def {self.name}({', '.join(['self', *self.code.parameters])}):"
        yield from (f"    {row}" for line in self.code.lines() for row in line.splitlines())
        yield ""


@dataclass
class Methods:
    """The methods that a program needs, each once."""

    made: dict[str, Method] = field(default_factory=dict)

    def add(self, name: str, purpose: str, code: Code) -> str:
        """Add a method, and those that its code calls; its name."""
        self.made.setdefault(name, Method(name, purpose, code))
        self.need(code)
        return name

    def need(self, code: Code) -> None:
        """Add the functions that NumPy lacks, if some code uses them."""
        for helper in sorted(code.helpers - self.made.keys()):
            self.add(helper, helper_purpose(helper), read(getattr(xp, helper), helper))

    def forward(self, rule: Rule, what: str) -> str:
        """The method that works a layer out."""
        name, code = rule.kind(), read(rule.forward, what)
        purpose = reasons(forward_equations(type(rule)))
        if name in code.helpers:
            # The layer is nothing but the function of its name.
            return self.add(name, purpose, read(getattr(xp, name), name))
        return self.add(name, purpose, code)

    def derivative(self, rule: Rule, what: str) -> tuple[str, Code, bool]:
        """The method for the way back through a layer, its code, and whether it is a plain slope.

        The rule hands back the gradient from above times its slope; where both are taken element by
        element, the slope alone is the derivative: the rule with 1 from above.
        """
        code = read(rule.backward, what)
        slope = is_elementwise(rule) and len(code.results) == 1
        if slope:
            [above] = [name for name in code.parameters if name.startswith("d")][:1]
            code = code.with_names({above: ast.Constant(1)})
        name = f"{rule.kind()}_{'derivative' if slope else 'backward'}"
        return self.add(name, reasons(gradient_equations(type(rule))), code), code, slope

    def loss(self, rule: Loss) -> tuple[Code, Code]:
        """The methods `loss` and `loss_derivative`, the target first; their codes."""
        codes = []
        for name, function, equations in (
            ("loss", rule.forward, forward_equations(type(rule))),
            ("loss_derivative", rule.backward, gradient_equations(type(rule))),
        ):
            code = read(function, rule.kind()).with_names({"a": ast.Name("output")})
            if "a" in read(function, rule.kind()).parameters:
                code = with_parameters(code, [*code.parameters, "output"])
            targets = [name for name in code.parameters if name in rule.with_role(Target)]
            others = [name for name in code.parameters if name not in targets]
            others.sort(key=lambda parameter: parameter != "output")
            code = with_parameters(code, [*targets, *others])
            self.add(name, reasons(equations[-1:]), code)
            codes.append(code)
        return codes[0], codes[1]

    def optimizer(self, rule: Optimizer) -> Code:
        """The optimizer's method, if its rule is more than one expression.

        Raises:
            InputError: its steps are not made of the gradient alone.
        """
        if rule.full_batch:
            raise InputError(
                _("{what} cannot stand in a plain program").format(what=rule.kind()),
                _("its steps are found by SciPy; choose another optimizer"),
            )
        code = read(rule.forward, rule.kind())
        self.need(code)
        if code.statements:
            self.add(rule.kind(), reasons(forward_equations(type(rule))), code)
        return code

    def preamble(self) -> Iterator[str]:
        """The imports and constants that the methods need."""
        names = {
            node.id
            for method in self.made.values()
            for line in method.code.lines()
            for node in ast.walk(ast.parse(line.replace("return ", "", 1)))
            if isinstance(node, ast.Name)
        }
        made = [statement for name, statement in constants().items() if name in names]
        if any("math." in statement for statement in made):
            yield "import math"
            yield ""
        yield "import numpy as np"
        yield ""
        if made:
            yield from made
            yield ""


def with_parameters(code: Code, parameters: Iterable[str]) -> Code:
    """The same code with its parameters in another order."""
    return Code(tuple(parameters), code.statements, code.results, code.helpers)


def is_elementwise(rule: Rule) -> bool:
    """Whether the rule takes one array and works on each of its elements alone."""
    inputs = [rule.symbols[symbol] for symbol in rule.with_role(Input)]
    return len(inputs) == 1 and inputs[0].any_rank and not rule.with_role(Parameter)


def is_expression(rule: Rule, what: str) -> bool:
    """Whether the rule is so short that it stands in the passes themselves: a layer's sum."""
    codes = read(rule.forward, what), read(rule.backward, what)
    return not is_elementwise(rule) and not any(code.statements for code in codes)


def reasons(equations: Iterable[Equation]) -> str:
    """What equations say, in words."""
    return "; ".join(dict.fromkeys(_(equation.reason) for equation in equations))


def helper_purpose(name: str) -> str:
    """What a function that NumPy lacks is for: the first line of its description."""
    return _((getattr(xp, name).__doc__ or name).partition("\n")[0])


def comment(text: str, indent: int = 0) -> list[str]:
    """Text as a comment, in rows."""
    rows = textwrap.wrap(f"{text[:1].upper()}{text[1:]}", WIDTH - indent - 6)
    return [f"# {row}" for row in rows]
