"""The functions of the language in the page, against a library of 110 digits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

from conspect.equations.functions import FUNCTIONS
from tests.page.node import needs_node, run_node

TRUE: dict[str, Callable[[Any], Any]] = {
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sqrt": mpmath.sqrt,
    "abs": abs,
    "sign": mpmath.sign,
    "tanh": mpmath.tanh,
    "cos": mpmath.cos,
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
    "softplus": lambda u: mpmath.log(1 + mpmath.exp(-abs(u))) + max(u, 0),
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
}
POWERS = [("0.9", "7"), ("2", "-3"), ("0.5", "0.5"), ("1.7", "-2.25"), ("10", "12"), ("3", "0")]


def _numbers(name: str) -> list[float]:
    """From tiny to large, of both signs where the function has them; 0 and whole numbers too."""
    generator = np.random.default_rng(11)
    sizes = 10 ** generator.uniform(-9, 1.4, 60)
    whole = [0.0, 1.0, 2.0, 5.0, 26.0]
    if name in {"log", "sqrt"}:
        return [float(size) for size in sizes] + [number for number in whole if number]
    both = [*sizes, *-sizes, *whole, *(-number for number in whole)]
    return [float(number) for number in both]


@needs_node
def test_every_function_is_accurate(tmp_path: Path) -> None:
    asked: dict[str, Any] = {
        "numbers": {name: _numbers(name) for name in FUNCTIONS},
        "powers": POWERS,
    }
    (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    made = json.loads(run_node("functions.js", str(tmp_path / "asked.json")))
    assert made["floats"].keys() == FUNCTIONS == TRUE.keys()
    with mpmath.workdps(300):
        for name, true in TRUE.items():
            for u, in_floats, in_decimals in zip(
                asked["numbers"][name], made["floats"][name], made["decimals"][name], strict=True
            ):
                # A decimal is the shortest one that names the float, not the float itself.
                assert _error(in_floats, true(mpmath.mpf(u))) < 1e-14, (name, u)
                assert _error(in_decimals, true(mpmath.mpf(repr(u)))) < 1e-98, (name, u)
        assert _error(made["pi"], mpmath.pi) < 1e-98
        for (base, exponent), power in zip(POWERS, made["powers"], strict=True):
            assert _error(power, mpmath.mpf(base) ** mpmath.mpf(exponent)) < 1e-98


def _error(made: str, true: Any) -> float:
    """Relative; of what is below the smallest normal float, nothing can be asked."""
    difference = abs(mpmath.mpf(made) - true)
    return 0.0 if abs(true) < 1e-300 else float(difference / abs(true))


def test_the_measure_can_fail() -> None:
    assert _error("1.00000000001", mpmath.mpf(1)) == pytest.approx(1e-11)
