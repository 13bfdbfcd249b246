"""Losses that go by the output times a target of 1 or −1: hinge, logistic, perceptron."""

import pytest

from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(1)
X = np.vstack([rng.normal(1, 1, (30, 2)), rng.normal(-1, 1, (30, 2))])
y = np.repeat([1, -1], 30)
w, b = rng.normal(size=2) * 0.1, 0.0
for epoch in range(20):
    f = X @ w + b
    g = {slope}
    w -= 0.1 * (X.T @ g / len(y) + 0.01 * w)
    b -= 0.1 * g.mean()
"""
RIGHT = {
    "hinge loss": "-y * (y * f < 1)",
    "logistic loss": "-y / (1 + np.exp(y * f))",
    "squared hinge loss": "-y * np.maximum(0, 1 - y * f)",
    "perceptron loss": "-y * (y * f <= 0)",
}
WRONG = {
    "bias uphill": ("b -= 0.1 * g.mean()", "b += 0.1 * g.mean()"),
    "bias summed": ("b -= 0.1 * g.mean()", "b -= 0.1 * g.sum()"),
    "inputs lost": ("X.T @ g / len(y)", "X.T @ np.sign(g) / len(y) * 0.5 + g[:2]"),
}


@pytest.mark.parametrize("loss", RIGHT)
def test_right(loss: str) -> None:
    report = judged(PROGRAM.format(slope=RIGHT[loss]))
    assert (report.verdict, [m.cause for m in report.mistakes]) == ("right", [])
    assert report.loss is not None
    assert report.loss.expression == loss


@pytest.mark.parametrize("mistake", WRONG)
@pytest.mark.parametrize("loss", RIGHT)
def test_wrong(loss: str, mistake: str) -> None:
    program = PROGRAM.format(slope=RIGHT[loss]).replace(*WRONG[mistake])
    assert judged(program).verdict == "wrong"


def test_inputs_of_1_and_minus_1_are_no_targets() -> None:
    report = judged(PARITY)
    assert (report.verdict, [m.cause for m in report.mistakes]) == ("right", [])


PARITY = """
import numpy as np
rng = np.random.default_rng(1)
X = rng.choice([-1.0, 1.0], (20, 3))
t = X.prod(axis=1, keepdims=True)
V, W = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
for epoch in range(20):
    h = np.tanh(X @ V)
    d = h @ W - t
    dh = d @ W.T * (1 - h**2)
    W -= 0.01 * h.T @ d
    V -= 0.01 * X.T @ dh
"""
