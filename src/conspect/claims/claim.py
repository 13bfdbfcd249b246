"""A claim: a name, and a number with the digits that somebody wrote down."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

from conspect.errors import InputError
from conspect.language import _


@dataclass(frozen=True)
class Claim:
    """Somebody's number.

    Attributes:
        name: of an array's element, or of a number: `W1[2,1]`, `loss_after`.
        text: the number as it was written.
    """

    name: str
    text: str

    @property
    def number(self) -> Decimal:
        """The number, exactly as it was written."""
        return Decimal(self.text)

    @property
    def digits(self) -> int:
        """How many significant digits were written down."""
        return len(self.number.as_tuple().digits) if self.number else 1

    def agrees(self, value: float) -> bool:
        """Whether a number is the one claimed, at the digits that were written down.

        Rounded, or cut off there: textbooks do both.

        >>> claim = read_claim("loss=0.29837")
        >>> claim.agrees(0.298371109), claim.agrees(0.2983793), claim.agrees(0.29836)
        (True, True, False)
        """
        if value != value or value in (float("inf"), float("-inf")):
            return False
        exact, unit = Decimal(value), Decimal((0, (1,), int(self.number.as_tuple().exponent)))
        return any(
            exact.quantize(unit, rounding) == self.number
            for rounding in (ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN)
        )


def read_claim(text: str) -> Claim:
    """The claim that `NAME=VALUE` makes.

    Raises:
        InputError: it is not of that form, or VALUE is no number.

    >>> read_claim("W1[2,1] = 0.25")
    Claim(name='W1[2,1]', text='0.25')
    """
    name, sign, value = (part.strip() for part in text.partition("="))
    mend = _("write NAME=VALUE, loss_after=0.291 say")
    if not sign or not name:
        raise InputError(_("{text!r} claims nothing").format(text=text), mend)
    # A minus sign as it is printed, here and in books.
    value = value.replace("−", "-")
    try:
        finite = Decimal(value).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise InputError(_("{value!r} is not a number").format(value=value), mend)
    return Claim(name.replace(" ", ""), value)
