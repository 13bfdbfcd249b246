"""The one policy by which numbers are shortened for print.

A result is printed to N significant digits. Its equation prints the operands with the fewest
digits, N to 17, for which the printed equation, worked out exactly from the printed decimals,
rounds to the printed result: who follows it with pencil and paper gets what stands there. `=` is
printed only where that is exact and nothing was rounded away, else `≈`.

Where even 17 digits (which name a float64 uniquely) do not lead to the result, floating point has
cancelled digits away; then only the digits that hold are printed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, Inexact, localcontext
from functools import partial

from conspect.equations.evaluate import evaluate
from conspect.equations.functions import DECIMALS
from conspect.equations.substitute import with_numbers
from conspect.equations.tree import Element, Expression

#: the digits that name a float64 uniquely
MOST_DIGITS = 17

# Products of a few 17-digit numbers are exact within this; functions are good to as many digits.
_EXACTLY = Context(prec=100, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])

# Anything smaller is rounded to zero by a float64.
_VANISHES = Decimal("2.4703282292062327e-324")


@dataclass(frozen=True)
class Printed:
    """How one line is printed.

    Attributes:
        numbers: the right side with the printed operands in place of the elements.
        result: the printed result.
        operands_exact: whether no operand was shortened.
        exact: whether `=` may stand before the result: nothing was rounded anywhere.
        digits: how many significant digits of the result hold; fewer than asked for where floating
            point cancelled some away, 0 where it cancelled all (the result is printed as 0 then).
    """

    numbers: Expression
    result: Decimal
    operands_exact: bool
    exact: bool
    digits: int


def shorten(value: float | Decimal, digits: int) -> Decimal:
    """The value rounded to so many significant digits (half to even, from its shortest decimal).

    >>> [str(shorten(value, 3)) for value in (0.85814894, 2.0, -0.0, 0.1525)]
    ['0.858', '2', '0', '0.152']
    """
    number = decimal(value).normalize(_EXACTLY)
    short = Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
    rounded = number.normalize(short)
    if not rounded.is_finite():
        return rounded
    # 1E+3 becomes 1000 where its zeros are digits that were kept, not places that were lost.
    whole = rounded.as_tuple().exponent
    if isinstance(whole, int) and whole > 0 and rounded.adjusted() < digits:
        return rounded.quantize(Decimal(1), context=_EXACTLY)
    return rounded if rounded else Decimal(0)


def decimal(value: float | Decimal) -> Decimal:
    """The shortest decimal that names the float: what Python prints for it."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def print_line(
    tree: Expression, value_of: Callable[[Element], float], result: float, digits: int
) -> Printed:
    """How to print `tree` with its numbers put in, and its result, under the policy.

    Args:
        tree: the right side of the equation, written out.
        value_of: the recorded value of an element.
        result: the recorded value of the left side.
        digits: the significant digits wanted, 1 to 17.
    """
    line = _Line(tree, value_of, decimal(result))
    if not line.result.is_finite():
        return line.printed(MOST_DIGITS, line.result, MOST_DIGITS)
    wanted = [(operand_digits, digits) for operand_digits in range(digits, MOST_DIGITS + 1)]
    cancelled = [(MOST_DIGITS, fewer) for fewer in range(digits - 1, 0, -1)]
    for operand_digits, result_digits in wanted + cancelled:
        value = line.worked_out(operand_digits)
        # A tie that shortened operands lead to rounds either way: more digits decide it.
        if operand_digits < MOST_DIGITS and _is_tie(value, result_digits):
            continue
        rounded = shorten(value, result_digits)
        if line.agrees(rounded, result_digits):
            return line.printed(operand_digits, rounded, result_digits)
    return line.printed(MOST_DIGITS, Decimal(0), 0)


@dataclass
class _Line:
    tree: Expression
    value_of: Callable[[Element], float]
    result: Decimal
    _operands: dict[Element, Decimal] = field(default_factory=dict)

    def operand(self, digits: int, element: Element) -> Decimal:
        """The operand as printed with so many digits."""
        if element not in self._operands:
            self._operands[element] = decimal(self.value_of(element))
        return shorten(self._operands[element], digits)

    def worked_out(self, operand_digits: int) -> Decimal:
        """The printed equation's value, exact, or good to a hundred digits."""
        numbers = with_numbers(self.tree, partial(self.operand, operand_digits))
        with localcontext(_EXACTLY):
            value = evaluate(numbers, _no_element, arithmetic=DECIMALS)
        assert isinstance(value, Decimal)
        return Decimal(0) if abs(value) <= _VANISHES else value

    def agrees(self, rounded: Decimal, digits: int) -> bool:
        """Whether the rounded value is the recorded result to so many digits.

        In a tie both neighbours are: floating point may stand a hair on the other side.
        """
        if rounded == shorten(self.result, digits):
            return True
        last_place = Decimal(1).scaleb(self.result.adjusted() - digits + 1, context=_EXACTLY)
        noise = abs(self.result) * Decimal("1e-15")
        return bool(self.result) and abs(rounded - self.result) <= last_place / 2 + noise

    def printed(self, operand_digits: int, result: Decimal, digits: int) -> Printed:
        numbers = with_numbers(self.tree, partial(self.operand, operand_digits))
        operands_exact = all(
            shorten(operand, operand_digits) == operand for operand in self._operands.values()
        )
        exact = operands_exact and result == self.result and _is_exactly(numbers, result)
        return Printed(numbers, result, operands_exact, exact, digits)


def _is_tie(value: Decimal, digits: int) -> bool:
    """Whether the value stands exactly between two numbers of so many digits."""
    if not value or not value.is_finite():
        return False
    last_place = Decimal(1).scaleb(value.adjusted() - digits + 1, context=_EXACTLY)
    return abs(_EXACTLY.remainder_near(value, last_place)) * 2 == last_place


def _is_exactly(numbers: Expression, result: Decimal) -> bool:
    """Whether the printed equation is true to the last digit, with no rounding on the way."""
    with localcontext(_EXACTLY) as context:
        context.clear_flags()
        value = evaluate(numbers, _no_element, arithmetic=DECIMALS)
        return value == result and not context.flags[Inexact]


def _no_element(name: str, indices: tuple[int, ...]) -> Decimal:
    raise AssertionError(f"{name}{indices} has no number")
