"""Mathematics as a typesetter writes it: fraction bars, raised and lowered signs, broken rows.

What LaTeX and Typst have in common. Where an equation may be broken, the text carries a mark; a
long one is then laid out in rows by `broken`, at plus and minus signs first.
"""

import re
from abc import abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from conspect.equations.names import Name, take_apart
from conspect.equations.tree import Expression
from conspect.equations.write import CHOICE, Notation, decimal_parts

# Marks before a sign at which a row may end; none of them can be part of a formula's text.
_BEFORE_TERM, _BEFORE_FACTOR = "\u2028", "\u2029"
# A numerator wider than this would fill the row: it is written in one row with its denominator.
_WIDEST_FRACTION = 44
_ONE_WORD = re.compile(r"[A-Za-z0-9.]+")


class Typeset(Notation):
    """A notation with fraction bars, that knows where its rows can be broken."""

    fraction_bar = True

    #: how operators and comparisons are written
    signs: ClassVar[dict[str, str]] = {
        **{sign: sign for sign in ("+", "-", "/", "<", ">", "=")},
        "==": "=",
    }
    #: what stands in front of the continuation of a row
    continued: ClassVar[str]

    @abstractmethod
    def fraction(self, numerator: str, denominator: str) -> str:
        """One above the other."""

    @abstractmethod
    def powered(self, base: str, exponent: str) -> str:
        """A base that needs no parentheses, with an exponent."""

    @abstractmethod
    def with_power_of_ten(self, digits: str, exponent: int) -> str:
        """Digits times a power of ten."""

    @abstractmethod
    def named(self, name: Name, indices: str) -> str:
        """A name with its indices."""

    @abstractmethod
    def enclosed(self, inside: str) -> str:
        """Something in parentheses, which may be broken inside if it holds marks."""

    @abstractmethod
    def width(self, text: str) -> float:
        """About how wide a text is, in digits; rather too wide than too narrow."""

    def lines(self, tree: Expression, room: float) -> list[str]:
        """An expression in rows no wider than `room` digits, if they can be broken there."""
        return self.broken(self._at_least(CHOICE, tree), room)

    def write(self, tree: Expression) -> str:
        return unmarked(super().write(tree))

    def broken(self, text: str, room: float) -> list[str]:
        """A marked text in rows: broken before terms, and before factors only where it must be."""
        rows: list[str] = []
        for term in text.split(_BEFORE_TERM):
            wide = self.width(unmarked(term)) > room
            for position, part in enumerate(term.split(_BEFORE_FACTOR) if wide else [term]):
                piece = unmarked(part).strip()
                joined = f"{rows[-1]} {piece}" if rows else piece
                fits = self.width(joined) <= room and not (wide and position == 0)
                if rows and fits:
                    rows[-1] = joined
                else:
                    rows.append(f"{self.continued}{piece}" if rows else piece)
        return rows

    def listing(self, texts: Sequence[str]) -> str:
        """Several texts with commas between, marked so that rows can end behind the commas."""
        return f",{_BEFORE_TERM} ".join(texts)

    def number(self, value: int | Decimal) -> str:
        digits, exponent = decimal_parts(value)
        if isinstance(value, Decimal) and not value.is_finite():
            return self.constant("NaN" if value.is_nan() else "Infinity")
        return digits if exponent is None else self.with_power_of_ten(digits, exponent)

    def element(self, name: str, indices: Sequence[str]) -> str:
        return self.named(take_apart(name), ",".join(indices))

    def labelled(self, text: str) -> str:
        """The typeset form of a name as it is written elsewhere: of `W1[2,1]`."""
        name, _, indices = text.partition("[")
        return self.element(name, [indices.rstrip("]")] if indices else [])

    def binary(self, sign: str, left: str, right: str) -> str:
        if sign == "/":
            return self._over(left, right)
        mark = {"+": _BEFORE_TERM, "-": _BEFORE_TERM, "*": _BEFORE_FACTOR}.get(sign, "")
        return f"{left} {mark}{self.signs[sign]} {right}"

    def _over(self, left: str, right: str) -> str:
        """A fraction; where that would be too wide, dividend and divisor in one row."""
        above, below = unmarked(left), unmarked(right)
        if max(self.width(above), self.width(below)) <= _WIDEST_FRACTION:
            return self.fraction(above, below)
        dividend, divisor = (
            text if _ONE_WORD.fullmatch(text) else self.enclosed(text) for text in (left, right)
        )
        return f"{dividend} {_BEFORE_FACTOR}{self.signs['/']} {divisor}"

    def power(self, base: str, exponent: str) -> str:
        plain = unmarked(base)
        if not (_ONE_WORD.fullmatch(plain) or self.is_enclosed(plain)):
            plain = unmarked(self.enclosed(plain))
        return self.powered(plain, unmarked(exponent))

    @abstractmethod
    def is_enclosed(self, text: str) -> bool:
        """Whether a text that binds tightly stands in parentheses already."""

    def parentheses(self, inside: str) -> str:
        return self.enclosed(inside)


def unmarked(text: str) -> str:
    """A text without its marks, for a place that cannot be broken."""
    return text.replace(_BEFORE_TERM, "").replace(_BEFORE_FACTOR, "")
