"""Learning rates that fall, that are limited, or that parameters have to themselves."""

import pytest

from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(12, 3)), rng.normal(size=(12, 1))
W, b = rng.normal(size=(3, 1)), np.zeros(1)
rate, slow, n = 0.2, 0.05, len(X)
vW, vb = np.zeros_like(W), np.zeros_like(b)
for epoch in range(8):
    fall = 1 / (1 + 0.1 * epoch)
    d = X @ W + b - T
    {update}
"""
RIGHT = {
    "a rate that falls": "W -= rate * fall * X.T @ d / n; b -= rate * fall * d.mean(axis=0)",
    "rates of their own": "W -= rate * fall * X.T @ d / n; b -= slow * fall * d.mean(axis=0)",
    "rates in numbers": "W -= 0.2 * (X.T @ d) / n; b -= 0.05 * d.sum(axis=0) / n",
    "a limited length": (
        "g, h = X.T @ d, d.sum(axis=0); size = np.sqrt((g**2).sum() + (h**2).sum()); "
        "g, h = (g / size, h / size) if size > 1 else (g, h); "
        "vW = 0.9 * vW - 0.01 * g; vb = 0.9 * vb - 0.01 * h; W += vW; b += vb"
    ),
}
WRONG = {
    "a factor of one": "W -= rate * X.T @ d / n; b -= rate * 2.0 * d.mean(axis=0)",
    "a factor in the formula": "W -= rate * (2 * X.T) @ d / n; b -= rate * d.sum(axis=0) / n",
    "a count for one alone": "W -= rate * X.T @ d / n; b -= rate * d.sum(axis=0)",
}


@pytest.mark.parametrize("update", RIGHT.values(), ids=RIGHT)
def test_right(update: str) -> None:
    report = judged(PROGRAM.format(update=update))
    assert (report.verdict, [m.cause for m in report.mistakes]) == ("right", [])


@pytest.mark.parametrize("update", WRONG.values(), ids=WRONG)
def test_wrong(update: str) -> None:
    report = judged(PROGRAM.format(update=update))
    assert report.verdict == "wrong"
    assert len(report.mistakes) == 1
