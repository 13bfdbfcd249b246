"""An evaluator of printed equations that shares nothing with the code that prints them.

A reader for each format finds the equations and hands them over in one notation, that of a line of
text; `Worked` then works them out with mpmath, from what is printed and from nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import mpmath

DIGITS_OF_WORK = 150

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:e[+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_π]\w*(?:\[[^\]]*\])?)"
    r"|(?P<sign>\*\*|<=|>=|==|\.\.|[-+−·*/^²³()<>≤≥=,]))"
)
_ALIKE = {"−": "-", "·": "*", "^": "**", "≤": "<=", "≥": ">=", "=": "=="}


@dataclass(frozen=True)
class Printed:
    """One equation as printed.

    Attributes:
        name: of the element: `W1[2,1]`.
        formula: with names.
        numbers: with numbers; what the result is worked out from.
        exactly: whether `=` stands before the result, not `≈`.
        result: the printed result.
        digits: how many significant digits are said to hold; None if as many as were asked for.
    """

    name: str
    formula: str
    numbers: str
    exactly: bool
    result: str
    digits: int | None = None


def read_text(text: str) -> Iterator[Printed]:
    """The equations in terminal output."""
    blocks: list[list[str]] = []
    remarks: list[str] = []
    # What is given before holds no equations, but hyperparameters that look like them.
    for row in text[max(text.find("\nFORWARD"), 0) :].splitlines():
        starts = re.match(r"  ([A-Za-z_]\w*(?:\[[\d,]+\])?) ([=≈~]) (.*)", row)
        if starts and not re.search(r"  \(", row):
            blocks.append([f"{starts[1]} {starts[2]} {starts[3]}"])
            remarks.append("")
        elif blocks and row.startswith("  ! "):
            remarks[-1] += row.strip()
        elif blocks and remarks[-1] and row.startswith("    "):
            remarks[-1] += " " + row.strip()
        elif not (blocks and blocks[-1]) and row.startswith("     "):
            continue  # the rest of a rule, which has letters for indices
        elif blocks and re.match(r"    +[=≈~] ", row):
            blocks[-1].append(row.strip())
        elif blocks and re.match(r"     +\S", row):
            blocks[-1][-1] += " " + row.strip()
        elif row.strip():
            blocks.append([])
            remarks.append("")
    for block, remark in zip(blocks, remarks, strict=True):
        if block:
            yield _printed(block, remark)


def _printed(block: list[str], remark: str) -> Printed:
    name, _, formula = block[0].split(" ", 2)
    sign, _, result = block[-1].partition(" ")
    numbers = block[1].partition(" ")[2] if len(block) == 3 else result
    assert len(block) in (2, 3), block
    return Printed(name, formula, numbers, sign == "=", result, digits_said(remark))


def digits_said(remark: str) -> int | None:
    """How many digits hold, if the remark says so."""
    if "cancelled every digit" in remark:
        return 0
    some = re.search(r"only (\d+) digits? of the result", remark)
    return int(some[1]) if some else None


class Worked:
    """The value of a printed expression."""

    def __init__(self, text: str, values: Callable[[str], Any] | None = None) -> None:
        self.values = values
        self.place = 0
        self.tokens: list[tuple[str, str]] = []
        end = 0
        while text[end:].strip():
            token = _TOKEN.match(text, end)
            assert token, f"unreadable: {text[end : end + 30]!r} in {text!r}"
            self.tokens.append((str(token.lastgroup), token[str(token.lastgroup)]))
            end = token.end()
        self.value = self.choice()
        assert self.place == len(self.tokens), f"left over: {self.tokens[self.place :]} in {text!r}"

    def peek(self) -> str:
        if self.place == len(self.tokens):
            return ""
        kind, text = self.tokens[self.place]
        return _ALIKE.get(text, text) if kind == "sign" else text

    def take(self, wanted: str | None = None) -> str:
        text = self.peek()
        assert wanted is None or text == wanted, f"{wanted} expected, {text} found"
        self.place += 1
        return text

    def choice(self) -> Any:
        then = self.sum()
        if self.peek() != "if":
            return then
        self.take("if")
        left, sign, right = self.sum(), self.take(), self.sum()
        self.take("else")
        otherwise = self.choice()
        holds = {
            ">": left > right,
            "<": left < right,
            ">=": left >= right,
            "<=": left <= right,
            "==": left == right,
        }[sign]
        return then if holds else otherwise

    def sum(self) -> Any:
        value = self.product()
        while self.peek() in ("+", "-"):
            value = _add(value, self.product() if self.take() == "+" else -self.product())
        return value

    def product(self) -> Any:
        value = self.signed()
        while self.peek() in ("*", "/"):
            value = (_times if self.take() == "*" else _divided)(value, self.signed())
        return value

    def signed(self) -> Any:
        if self.peek() == "-":
            self.take()
            return -self.signed()
        return self.power()

    def power(self) -> Any:
        base = self.atom()
        if self.peek() in ("²", "³"):
            return base ** {"²": 2, "³": 3}[self.take()]
        if self.peek() == "**":
            self.take()
            return _power(base, self.power())
        return base

    def atom(self) -> Any:
        kind, text = self.tokens[self.place]
        if kind == "number":
            self.take()
            return Fraction(text)
        if text == "(":
            return self.inside()
        assert kind == "name", f"{text!r} is out of place"
        self.take()
        if text in ("π", "pi"):
            return mpmath.mpf(mpmath.pi)
        if self.peek() == "(":
            return self.reduction(text) if self.is_range() else self.function(text)
        assert self.values, f"{text} has no number"
        return self.values(text)

    def inside(self) -> Any:
        self.take("(")
        value = self.choice()
        self.take(")")
        return value

    def function(self, name: str) -> Any:
        self.take("(")
        arguments = [self.choice()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.choice())
        self.take(")")
        if name == "max":
            return max(arguments)
        [u] = arguments
        if name in ("abs", "sign"):
            return abs(u) if name == "abs" else (u > 0) - (u < 0)
        functions = {
            "exp": mpmath.exp,
            "log": mpmath.log,
            "sqrt": mpmath.sqrt,
            "tanh": mpmath.tanh,
            "cos": mpmath.cos,
            "erf": mpmath.erf,
            "erfc": mpmath.erfc,
        }
        return functions[name](_real(u))

    def is_range(self) -> bool:
        """Whether a sum over an index stands here: `(i=1..784, `."""
        ahead = [text for _, text in self.tokens[self.place : self.place + 5]]
        return len(ahead) == 5 and ahead[2] == "=" and ahead[4] == ".."

    def reduction(self, kind: str) -> Any:
        self.take("(")
        index = self.take()
        self.take("==")
        first = int(self.take())
        self.take("..")
        last = int(self.take())
        self.take(",")
        start, values, terms = self.place, self.values, []
        for number in range(first, last + 1):
            self.place = start

            def named(name: str, number: int = number) -> Any:
                array, _, indices = name.partition("[")
                at = [str(number) if i == index else i for i in indices[:-1].split(",")]
                assert values
                return values(f"{array}[{','.join(at)}]")

            self.values = named
            terms.append(self.choice())
        self.values = values
        self.take(")")
        if kind == "max":
            return max(terms)
        total = reduce(_add, terms)
        return _divided(total, len(terms)) if kind == "mean" else total


def _real(value: Any) -> Any:
    if isinstance(value, Fraction):
        return mpmath.mpf(value.numerator) / value.denominator
    return mpmath.mpf(value)


def _divided(left: Any, right: Any) -> Any:
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return Fraction(left) / right
    return _real(left) / _real(right)


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return left + right
    return _real(left) + _real(right)


def _times(left: Any, right: Any) -> Any:
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return left * right
    return _real(left) * _real(right)


def _power(base: Any, exponent: Any) -> Any:
    whole = isinstance(exponent, int | Fraction) and exponent == int(exponent)
    return base ** int(exponent) if whole else _real(base) ** _real(exponent)


def complaint(printed: Printed, digits: int) -> str:
    """What is wrong with a printed equation under the rounding rule; empty if it is true."""
    with mpmath.workdps(DIGITS_OF_WORK):
        value = Worked(printed.numbers).value
        result = Worked(printed.result).value
        if printed.exactly:
            return "" if value == result else f"= but {value} is not {printed.result}"
        holding = digits if printed.digits is None else printed.digits
        if holding == 0:
            return "" if result == 0 else "no digit holds, but the result is not 0"
        off = abs(_real(value) - _real(result))
        if not value or off == 0:
            return "" if off == 0 or off < mpmath.mpf("1e-320") else f"0 is not {printed.result}"
        last_place = mpmath.mpf(10) ** (mpmath.floor(mpmath.log10(abs(_real(value)))) - holding + 1)
        # A hair more than half of the last place, for ties; mpmath has no exact tenths.
        true = off <= last_place / 2 * (1 + mpmath.mpf("1e-100")) or off < mpmath.mpf("1e-320")
        return "" if true else f"{mpmath.nstr(_real(value), 20)} does not round to {printed.result}"


def formula_value(printed: Printed, values: Mapping[str, Any]) -> float:
    """The value of a formula, from recorded values by element name."""
    with mpmath.workdps(50):
        return float(_real(Worked(printed.formula, lambda name: mpmath.mpf(values[name])).value))
