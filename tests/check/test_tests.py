"""Updates that stand in the branches of an `if`: what decides whether they are made."""

import pytest

from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(3)
X = np.vstack([rng.normal(0.6, 1, (12, 2)), rng.normal(-0.6, 1, (12, 2))])
y = np.repeat([1, -1], 12)
w, b, mistakes = np.zeros(2), 0.0, 0
for epoch in range(4):
    for i in rng.permutation(len(X)):
        f = X[i] @ w + b
        {step}
"""
RIGHT = {
    "perceptron": "if y[i] * f <= 0:\n            w += 0.1 * y[i] * X[i]; b += 0.1 * y[i]",
    "perceptron, the other way round": (
        "if y[i] * f > 0:\n            continue\n"
        "        w = w + 0.1 * y[i] * X[i]; b = b + 0.1 * y[i]"
    ),
    "hinge": "if y[i] * f < 1:\n            w += 0.1 * y[i] * X[i]; b += 0.1 * y[i]",
    "hinge, decay in both branches": (
        "if y[i] * f < 1:\n            w -= 0.1 * (0.2 * w - y[i] * X[i]); b += 0.1 * y[i]\n"
        "        else:\n            w -= 0.1 * 0.2 * w"
    ),
    "logistic, counting": (
        "g = -y[i] / (1 + np.exp(y[i] * f)); w -= 0.1 * g * X[i]; b -= 0.1 * g\n"
        "        if y[i] * f <= 0:\n            mistakes += 1"
    ),
}


@pytest.mark.parametrize("step", RIGHT)
def test_a_right_program_is_not_accused(step: str) -> None:
    report = judged(PROGRAM.format(step=RIGHT[step]))
    assert (report.verdict, [m.cause for m in report.mistakes]) == ("right", [])


@pytest.mark.parametrize("step", ["perceptron", "hinge", "hinge, decay in both branches"])
def test_a_bias_that_goes_the_other_way_is_found(step: str) -> None:
    report = judged(PROGRAM.format(step=RIGHT[step].replace("b += 0.1", "b -= 0.1")))
    assert report.verdict == "wrong"
    assert report.mistakes[0].cause == "wrong_sign"
