"""The notation of LaTeX with amsmath; MathJax and KaTeX read it too.

It does without the commands that end in a punctuation mark: Markdown would take them for its own.
"""

import re
from collections.abc import Sequence
from typing import ClassVar

from conspect.equations.names import Name
from conspect.equations.typeset import Typeset, unmarked
from conspect.language import _

# Functions that have a command of their own.
_COMMANDS = {"log": r"\ln", "tanh": r"\tanh", "cos": r"\cos"}
_TALL = re.compile(r"\\frac|\\begin")

# Commands that print something as wide as their names; others are as wide as one sign, or none.
_WORDS = frozenset({"ln", "tanh", "cos", "max"})
_INVISIBLE = frozenset(["Bigl", "Bigr", "left", "right", "lvert", "rvert", "quad"])
# What stands one above the other, innermost first, and what shows its content alone.
_STACKED = re.compile(r"\^\{([^{}]*)\}_\{([^{}]*)\}|\\frac\{([^{}]*)\}\{([^{}]*)\}")
_WRAPPED = re.compile(r"(?:[\^_]|\\(?:mathrm|text|operatorname|sqrt))\{([^{}]*)\}|\{\}")
_CASES = re.compile(r"\\begin\{cases\}((?:(?!\\begin)[^{}])*?)\\end\{cases\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)")


class LaTeX(Typeset):
    r"""LaTeX's mathematics.

    >>> from conspect.equations.parse import parse_expression
    >>> LaTeX().write(parse_expression("1 / (1 + exp(-z1[n,j])) - 2 * W1[i,j] ** 2"))
    '\\frac{1}{1 + e^{-z^{(1)}_{n,j}}} - 2 \\cdot (W^{(1)}_{i,j})^{2}'
    """

    signs: ClassVar[dict[str, str]] = {
        **Typeset.signs,
        "*": r"\cdot",
        "<=": r"\le",
        ">=": r"\ge",
        "≈": r"\approx",
    }
    continued = r"\quad {}"

    def constant(self, name: str) -> str:
        return {"pi": r"\pi", "Infinity": r"\infty", "NaN": r"\mathrm{NaN}"}[name]

    def named(self, name: Name, indices: str) -> str:
        if name.greek:
            stem, above = rf"\{name.stem}", ""
            indices = ",".join(part for part in (name.number, indices) if part)
        else:
            words = name.words.replace(" ", "~")
            stem = words if len(words) == 1 else rf"\mathrm{{{words}}}"
            above = f"({name.number})" if name.number else ""
        if name.owner:
            above = rf"(\mathrm{{{name.owner}}})"
        above = rf"\mathrm{{new}}{above}" if name.new else above
        raised = f"^{{{above}}}" if above else ""
        lowered = f"_{{{indices}}}" if indices else ""
        return rf"{'d' if name.gradient else ''}{stem}{raised}{lowered}"

    def negative(self, operand: str) -> str:
        return f"-{operand}"

    def fraction(self, numerator: str, denominator: str) -> str:
        return rf"\frac{{{numerator}}}{{{denominator}}}"

    def powered(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def with_power_of_ten(self, digits: str, exponent: int) -> str:
        return rf"{digits} \times 10^{{{exponent}}}"

    def function(self, name: str, argument: str) -> str:
        match name:
            case "exp":
                return f"e^{{{unmarked(argument)}}}"
            case "sqrt":
                return rf"\sqrt{{{unmarked(argument)}}}"
            case "abs":
                return rf"\lvert {argument} \rvert"
        command = _COMMANDS.get(name, rf"\operatorname{{{name}}}")
        return f"{command}{self.enclosed(argument)}"

    def maximum(self, terms: Sequence[str]) -> str:
        return rf"\max{self.enclosed(self.listing(terms))}"

    def reduction(self, kind: str, index: str, size: int | None, body: str) -> str:
        first = index if size is None else f"{index}=1"
        last = "" if size is None else f"^{{{size}}}"
        if kind == "max":
            return rf"\max_{{{first}}}{last} {body}"
        share = rf"\frac{{1}}{{{index.upper() if size is None else size}}} "
        return rf"{share if kind == 'mean' else ''}\sum_{{{first}}}{last} {body}"

    def choice(self, then: str, condition: str, otherwise: str) -> str:
        first, second = unmarked(f"{then} & {condition}"), unmarked(otherwise)
        return rf"\begin{{cases}} {first} \cr {second} & \text{{{_('otherwise')}}} \end{{cases}}"

    def enclosed(self, inside: str) -> str:
        if r"\begin" in inside:
            return rf"\left( {unmarked(inside)} \right)"
        return rf"\Bigl( {inside} \Bigr)" if _TALL.search(inside) else f"({inside})"

    def is_enclosed(self, text: str) -> bool:
        return text.startswith(("(", r"\Bigl(", r"\left("))

    def width(self, text: str) -> float:
        while True:
            flatter = _STACKED.sub(_longest, text)
            flatter = _WRAPPED.sub(lambda match: match[1] or "", flatter)
            flatter = _CASES.sub(lambda match: max(match[1].split(r"\cr"), key=len), flatter)
            if flatter == text:
                return len(_COMMAND.sub(_printed, text))
            text = flatter


def _longest(match: re.Match[str]) -> str:
    return max((part for part in match.groups() if part is not None), key=len)


def _printed(command: re.Match[str]) -> str:
    """Something as wide as what a command prints."""
    name = command[1]
    return name if name in _WORDS else "" if name in _INVISIBLE else "x"
