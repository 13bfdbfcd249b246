from decimal import Decimal, localcontext

import mpmath
import numpy as np
import pytest

from conspect.equations.functions import DECIMALS, FLOATS

TRUTH = {
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sqrt": mpmath.sqrt,
    "abs": abs,
    "sign": mpmath.sign,
    "tanh": mpmath.tanh,
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
    "softplus": lambda u: mpmath.log1p(mpmath.exp(u)),
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
}
ARGUMENTS = ["-30", "-2.5", "-1e-20", "0", "1e-20", "0.3", "1", "7", "26", "30", "300"]
CASES = [
    (function, argument)
    for function in sorted(TRUTH)
    for argument in ARGUMENTS
    if function not in ("log", "sqrt") or float(argument) > 0
]
# What is smaller than any floating-point number may as well be 0.
NOTHING = mpmath.mpf("1e-690")


@pytest.mark.parametrize(("function", "argument"), CASES)
def test_decimals_are_good_to_a_hundred_digits(function: str, argument: str) -> None:
    with localcontext(prec=100), mpmath.workdps(300):
        found = DECIMALS.functions[function](Decimal(argument))
        truth = TRUTH[function](mpmath.mpf(argument))
        assert abs(mpmath.mpf(str(found)) - truth) <= abs(truth) * mpmath.mpf("1e-98") + NOTHING


@pytest.mark.parametrize(("function", "argument"), CASES)
def test_floats_are_good_to_the_last_digits(function: str, argument: str) -> None:
    with mpmath.workdps(50):
        truth = float(TRUTH[function](mpmath.mpf(float(argument))))
    assert FLOATS.functions[function](np.float64(argument)) == pytest.approx(truth, rel=1e-14)


def test_pi() -> None:
    with localcontext(prec=60), mpmath.workdps(70):
        assert abs(mpmath.mpf(str(DECIMALS.pi())) - mpmath.pi) < mpmath.mpf("1e-58")
