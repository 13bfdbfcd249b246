"""Reads equations in LaTeX back, from a LaTeX document or from Markdown, and hands them over in the
notation of a line of text, which `tests.printed` works out. Shares nothing with the printer.
"""

import re
from collections.abc import Iterator

from tests.printed import Printed, digits_said

_DISPLAY = re.compile(r"\\begin\{align(?:ed|\*)\}\n(.*?)\n\\end\{align(?:ed|\*)\}", re.DOTALL)
_REMARK = re.compile(r"(?:\\textbf\{!\}|> \*\*!\*\*) (.*)")
_ROW = re.compile(r"\s*\\(?:\\|cr)\n")
_TOKEN = re.compile(r"\\[A-Za-z]+|\d+(?:\.\d+)?|\S")
_COMMANDS = {
    r"\cdot": "*",
    r"\le": "<=",
    r"\ge": ">=",
    r"\ln": "log",
    r"\tanh": "tanh",
    r"\cos": "cos",
    r"\max": "max",
    r"\pi": "π",
    r"\infty": "inf",
}
_GREEK = {
    r"\eta": "learning_rate",
    r"\alpha": "alpha",
    r"\beta": "beta",
    r"\gamma": "gamma",
    r"\delta": "delta",
    r"\epsilon": "eps",
    r"\rho": "rho",
}
_UNSEEN = {r"\Bigl", r"\Bigr", r"\left", r"\right", r"\quad"}


def read_latex(text: str) -> Iterator[Printed]:
    """The worked equations in a document, with what is remarked about them."""
    places = list(_DISPLAY.finditer(text))
    for match, following in zip(places, [*places[1:], None], strict=True):
        equation = _equation(match[1])
        if equation is not None:
            behind = text[match.end() : following.start() if following else len(text)]
            remarks = " ".join(remark[1] for remark in _REMARK.finditer(behind))
            name, formula, numbers, sign, result = equation
            yield Printed(name, formula, numbers, sign == "=", result, digits_said(remarks))


def _equation(display: str) -> tuple[str, str, str, str, str] | None:
    """Name, formula, numbers, sign and result; None if it is a rule or something given."""
    left, sides = "", []
    for row in _ROW.split(display):
        before, _, right = row.partition("&")
        left = before.strip() or left
        sign = re.match(r"\s*(=|\\approx) ", right)
        if sign:
            sides.append([sign[1], right[sign.end() :]])
        elif sides:
            sides[-1][1] += " " + right
    if len(sides) < 2:
        return None
    formula, numbers, result = sides[0][1], sides[-2 if len(sides) == 3 else -1][1], sides[-1]
    return as_text(left), as_text(formula), as_text(numbers), result[0], as_text(result[1])


def as_text(latex: str) -> str:
    """Mathematics in LaTeX in the notation of a line of text."""
    reader = _Reader(_TOKEN.findall(latex))
    text = reader.until(set())
    assert not reader.tokens, f"left over: {reader.tokens} in {latex!r}"
    return text


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def next(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, *wanted: str) -> str:
        for token in wanted:
            assert self.tokens[:1] == [token], f"{token} expected at {self.tokens[:9]}"
            self.tokens.pop(0)
        return "" if wanted else self.tokens.pop(0)

    def group(self) -> str:
        """What stands in braces."""
        self.take("{")
        inside = self.until({"}"})
        self.take("}")
        return inside

    def until(self, ends: set[str]) -> str:
        parts: list[str] = []
        while self.tokens and self.next() not in ends:
            parts.append(self.part())
        return " ".join(part for part in parts if part)

    def part(self) -> str:
        token = self.take()
        if token == r"\frac":
            above, below = self.group(), self.group()
            return f"(({above}) / ({below}))"
        if token == r"\sqrt":
            return f"sqrt({self.group()})"
        if token == r"\operatorname":
            return self.group().replace(" ", "")
        if token == r"\lvert":
            inside = self.until({r"\rvert"})
            self.take(r"\rvert")
            return f"abs({inside})"
        if token == r"\begin":
            return self.cases()
        if self.next() == r"\times":
            self.take(r"\times", "10", "^")
            return f"{token}e{self.group().replace(' ', '')}"
        if token == "^":
            return f"^{self.group()}"
        if token == "{":
            self.take("}")
            return ""
        if token in _UNSEEN:
            return ""
        if token == "e" and self.next() == "^":
            self.take("^")
            return f"exp({self.group()})"
        if token.isalpha() or token in _GREEK or token == r"\mathrm":
            return self.name(token)
        return _COMMANDS.get(token, token)

    def cases(self) -> str:
        self.take("{", *"cases", "}")
        then = self.until({"&"})
        self.take("&")
        condition = self.until({r"\cr"})
        self.take(r"\cr")
        otherwise = self.until({"&"})
        self.take("&", r"\text", "{")
        while self.take() != "}":
            pass
        self.take(r"\end", "{", *"cases", "}")
        return f"({then} if {condition} else {otherwise})"

    def name(self, token: str) -> str:
        """A name with what stands above and below it: `d W ^{(1)} _{2,1}` is dW1[2,1]."""
        gradient = ""
        if token == "d" and (self.next().isalpha() or self.next() == r"\mathrm"):
            gradient, token = "d", self.take()
        stem = self.letters() if token == r"\mathrm" else _GREEK.get(token, token)
        number = owner = new = ""
        if self.tokens[:3] in (["^", "{", "("], ["^", "{", r"\mathrm"]):
            self.take("^", "{")
            if self.next() == r"\mathrm":
                self.take()
                assert self.letters() == "new"
                new = "new_"
            if self.next() == "(":
                self.take("(")
                if self.next() == r"\mathrm":
                    self.take()
                    owner = "_" + self.letters()
                else:
                    number = self.take()
                self.take(")")
            self.take("}")
        place = ""
        if self.next() == "_":
            self.take("_")
            below = self.group().replace(" ", "")
            place = below if token in _GREEK else f"[{below}]"
        return f"{new}{gradient}{stem}{number}{owner}{place}"

    def letters(self) -> str:
        """A word in braces, `~` for its blanks."""
        self.take("{")
        word = ""
        while (token := self.take()) != "}":
            word += "_" if token == "~" else token
        return word
