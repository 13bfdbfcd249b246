"""The few functions of the language, in the two arithmetics of the core.

An arithmetic says how a number is made and how each function is worked out; the four rules of
arithmetic are Python's own operators. `FLOATS` is the machine's (overflow gives infinity, never an
error); `DECIMALS` works exactly, or to the precision of the decimal context where no exact result
exists. A third one, complex numbers of 50 digits, belongs to `conspect.testing`.

`DEFINITIONS` says how a function is printed for people: `sigmoid(u)` stands in a rule because it is
stable for any u, and a reader sees 1 / (1 + exp(−u)).
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, getcontext, localcontext
from functools import cache
from typing import Any

import numpy as np

Function = Callable[[Any], Any]


def _itself(number: Any) -> Any:
    return number


@dataclass(frozen=True)
class Arithmetic:
    """How numbers are made and functions worked out; comparisons look at `real(number)`."""

    number: Function
    functions: Mapping[str, Function]
    pi: Callable[[], Any]
    real: Function = _itself


DEFINITIONS = {
    "sigmoid": "1 / (1 + exp(-u))",
    "softplus": "log(1 + exp(u))",
}


def _float_sigmoid(u: Any) -> Any:
    small = np.exp(-abs(u))
    return 1 / (1 + small) if u >= 0 else small / (1 + small)


def _float_softplus(u: Any) -> Any:
    return max(u, np.float64(0)) + np.log1p(np.exp(-abs(u)))


FLOATS = Arithmetic(
    number=np.float64,
    functions={
        "exp": np.exp,
        "log": np.log,
        "sqrt": np.sqrt,
        "abs": abs,
        "sign": np.sign,
        "tanh": np.tanh,
        "cos": np.cos,
        "sigmoid": _float_sigmoid,
        "softplus": _float_softplus,
        "erf": lambda u: np.float64(math.erf(u)),
        "erfc": lambda u: np.float64(math.erfc(u)),
    },
    pi=lambda: np.float64(math.pi),
)

FUNCTIONS = frozenset(FLOATS.functions)


def _sign(u: Decimal) -> Decimal:
    return Decimal((u > 0) - (u < 0))


def _tanh(u: Decimal) -> Decimal:
    # From exp(-2|u|), so that it neither overflows nor, with guard digits, loses a small u.
    with localcontext(prec=2 * getcontext().prec):
        small = (-2 * abs(u)).exp()
        result = (1 - small) / (1 + small)
    return +result.copy_sign(u)


def _cos(u: Decimal) -> Decimal:
    """The Taylor series, with digits to spare for the terms that grow and cancel."""
    with localcontext(prec=getcontext().prec + int(abs(u)) + 10):
        power = total = Decimal(1)
        n = 0
        while power and power.adjusted() > -getcontext().prec:
            n += 2
            power *= -u * u / (n * (n - 1))
            total += power
    return +total


def _sigmoid(u: Decimal) -> Decimal:
    return 1 / (1 + (-u).exp())


def _softplus(u: Decimal) -> Decimal:
    with localcontext(prec=2 * getcontext().prec):
        small = (1 + (-abs(u)).exp()).ln()
        result = max(u, Decimal(0)) + small
    return +result


# Beyond this the complement of erf is below 1e-690: no floating-point number is as small.
_ERFC_VANISHES = 40


def _erf(u: Decimal) -> Decimal:
    """The Taylor series, with digits to spare for the terms that grow and cancel (DLMF 7.6.1)."""
    if abs(u) > _ERFC_VANISHES:
        return _sign(u)
    with localcontext(prec=getcontext().prec + int(1.8 * float(u) ** 2) + 10):
        square, power, total, n = u * u, u, u, 0
        while power and power.adjusted() > total.adjusted() - getcontext().prec:
            n += 1
            power *= -square / n
            total += power / (2 * n + 1)
        result = 2 * total / decimal_pi().sqrt()
    return +result


def _erfc(u: Decimal) -> Decimal:
    if u > _ERFC_VANISHES:
        return Decimal(0)
    # 1 - erf(u) loses as many digits as erfc has zeros.
    with localcontext(prec=getcontext().prec + int(max(float(u), 0.0) ** 2) + 10):
        result = 1 - _erf(u)
    return +result


def decimal_pi() -> Decimal:
    """Pi to the precision of the decimal context (Machin's formula)."""
    return +_pi(getcontext().prec)


@cache
def _pi(precision: int) -> Decimal:
    with localcontext(prec=precision + 10):
        return 16 * _inverse_tangent(5) - 4 * _inverse_tangent(239)


def _inverse_tangent(divisor: int) -> Decimal:
    """Arc tangent of 1/divisor by its power series."""
    power = total = Decimal(1) / divisor
    n = 1
    while power.adjusted() > -getcontext().prec - 2:
        power /= -divisor * divisor
        n += 2
        total += power / n
    return total


DECIMALS = Arithmetic(
    number=Decimal,
    functions={
        "exp": Decimal.exp,
        "log": Decimal.ln,
        "sqrt": Decimal.sqrt,
        "abs": abs,
        "sign": _sign,
        "tanh": _tanh,
        "cos": _cos,
        "sigmoid": _sigmoid,
        "softplus": _softplus,
        "erf": _erf,
        "erfc": _erfc,
    },
    pi=decimal_pi,
)
