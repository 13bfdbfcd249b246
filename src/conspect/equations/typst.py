"""The notation of Typst's mathematics."""

import re
from collections.abc import Sequence
from typing import ClassVar

from conspect.equations.names import Name
from conspect.equations.typeset import Typeset, unmarked
from conspect.language import _

# Functions that have a command of their own.
_COMMANDS = {"log": "ln", "tanh": "tanh", "cos": "cos", "abs": "abs", "sqrt": "sqrt"}
_TOKEN = re.compile(r'"[^"]*"|[()]|[^"()]+')
_SCRIPTS = re.compile(r"\^\((\([^()]*\)|[^()]*)\)_\(([^()]*)\)")
_INVISIBLE = re.compile(r'frac|cases|sqrt|dot|eta|approx|[_^&"]|(?<=[_^])\(')


class Typst(Typeset):
    """Typst's mathematics.

    >>> from conspect.equations.parse import parse_expression
    >>> Typst().write(parse_expression("1 / (1 + exp(-z1[n,j])) - 2 * W1[i,j] ** 2"))
    'frac(1, 1 + e^(-z^((1))_(n,j))) - 2 dot (W^((1))_(i,j))^(2)'
    """

    signs: ClassVar[dict[str, str]] = {
        **Typeset.signs,
        "*": "dot",
        "/": "slash",
        "<=": "<=",
        ">=": ">=",
        "≈": "approx",
    }
    continued = "quad "

    def constant(self, name: str) -> str:
        return {"pi": "pi", "Infinity": "infinity", "NaN": '"NaN"'}[name]

    def named(self, name: Name, indices: str) -> str:
        if name.greek:
            stem, above = name.stem, ""
            indices = ",".join(part for part in (name.number, indices) if part)
        else:
            stem = name.stem if len(name.stem) == 1 else f'"{name.words}"'
            above = f"({name.number})" if name.number else ""
        if name.owner:
            above = f'("{name.owner}")'
        above = f'"new" {above}'.strip() if name.new else above
        raised = f"^({above})" if above else ""
        lowered = f"_({indices})" if indices else ""
        return f"{'d ' if name.gradient else ''}{stem}{raised}{lowered}"

    def negative(self, operand: str) -> str:
        return f"-{operand}"

    def fraction(self, numerator: str, denominator: str) -> str:
        return f"frac({numerator}, {denominator})"

    def powered(self, base: str, exponent: str) -> str:
        return f"{base}^({exponent})"

    def with_power_of_ten(self, digits: str, exponent: int) -> str:
        return f"{digits} times 10^({exponent})"

    def function(self, name: str, argument: str) -> str:
        if name == "exp":
            return f"e^({unmarked(argument)})"
        command = _COMMANDS.get(name, f'op("{name}")')
        return f"{command}({unmarked(argument)})"

    def maximum(self, terms: Sequence[str]) -> str:
        return f"max({self.listing(terms)})"

    def reduction(self, kind: str, index: str, size: int | None, body: str) -> str:
        first = index if size is None else f"{index}=1"
        last = "" if size is None else f"^({size})"
        if kind == "max":
            return f"max_({first}){last} {body}"
        share = f"frac(1, {index.upper() if size is None else size}) "
        return f"{share if kind == 'mean' else ''}sum_({first}){last} {body}"

    def choice(self, then: str, condition: str, otherwise: str) -> str:
        first, second = unmarked(f"{then} & quad {condition}"), unmarked(otherwise)
        return f'cases({first}, {second} & quad "{_("otherwise")}")'

    def enclosed(self, inside: str) -> str:
        return f"({inside})"

    def is_enclosed(self, text: str) -> bool:
        return text.startswith("(")

    def broken(self, text: str, room: float) -> list[str]:
        return [_balanced(row) for row in super().broken(text, room)]

    def width(self, text: str) -> float:
        narrow = _SCRIPTS.sub(lambda match: max(match[1], match[2], key=len), text)
        return len(_INVISIBLE.sub("", narrow))


def _balanced(row: str) -> str:
    """A row whose parentheses without partner are signs of their own, as Typst wants it."""
    tokens = _TOKEN.findall(row)
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token == "(":
            opened.append(place)
        elif token == ")" and opened:
            opened.pop()
        elif token == ")":
            tokens[place] = " paren.r "
    for place in opened:
        tokens[place] = " paren.l "
    return "".join(tokens)
