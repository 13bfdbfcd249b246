"""A number in the source is a target where the updates go by an output's difference from it."""

import pytest

from tests.check.judging import judged

NETWORK = """\
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(6, 3)); W = rng.normal(size=(3, 4)); V = rng.normal(size=(4, 1))
for step in range(5):
    h = 2.0 / (1.0 + np.exp(-2.0 * (X @ W))) - 1.0
    y = h @ V
    print(((y - 0.3) ** 2).mean(), np.abs(h - 0.5).max())
    e = (y - 0.3) / len(X)
    dV = h.T @ e
    dW = X.T @ ((e @ V.T) * (1.0 - h ** 2))
    V -= 0.1 * dV; W -= 0.1 * dW
"""
LINE = """\
x, w, b = 1.5, 0.8, 0.1
for step in range(9):
    error = w * x + b - 0.5
    w -= 0.1 * 2 * error * x
    b -= 0.1 * 2 * error
"""
ONE = """\
import numpy as np
rng = np.random.default_rng(1)
x = np.array([0.05, 0.1]); W = rng.normal(size=(3, 2)); v = rng.normal(size=3)
for step in range(9):
    h = 1 / (1 + np.exp(-(W @ x)))
    y = 1 / (1 + np.exp(-(v @ h)))
    delta = (y - 1) * y * (1 - y)
    dW = np.outer(delta * v * h * (1 - h), x)
    v -= 0.1 * delta * h
    W -= 0.1 * dW
"""

NEWTON = """\
x = 3.0
for step in range(9):
    x -= (x * x - 2.0) / (2 * x)
"""
SPRINGS = """\
import numpy as np
rng = np.random.default_rng(0)
x, v = rng.normal(size=(6, 2)), np.zeros((6, 2))
for step in range(9):
    r = np.sqrt((x ** 2).sum(axis=1, keepdims=True))
    v = v - 0.05 * (r - 1.0) * x / r
    x = x + 0.1 * v
"""


@pytest.mark.parametrize("program", [NETWORK, LINE, ONE], ids=["network", "line", "one"])
def test_right(program: str) -> None:
    assert judged(program).verdict == "right"


def test_wrong() -> None:
    [mistake] = judged(NETWORK.replace("(1.0 - h ** 2)", "(1.0 - h)")).mistakes
    assert (mistake.cause, mistake.line) == ("wrong_activation_derivative", 10)


@pytest.mark.parametrize("program", [NEWTON, SPRINGS], ids=["newton", "springs"])
def test_what_is_no_training_is_not_accused(program: str) -> None:
    assert judged(program).verdict != "wrong"


def test_the_one_of_a_derivative_is_no_target() -> None:
    """Of a network that is to tell real numbers from another network's."""
    text = """
import numpy as np
rng = np.random.default_rng(5)
gw, gb, dw, db = 1.0, 0.0, 0.1, 0.0
def sigmoid(x): return 1 / (1 + np.exp(-x))
for step in range(40):
    z, real = rng.normal(size=32), 3 + 0.5 * rng.normal(size=32)
    fake = gw * z + gb
    pr, pf = sigmoid(dw * real + db), sigmoid(dw * fake + db)
    g_dw, g_db = np.mean((pr - 1) * real + pf * fake), np.mean((pr - 1) + pf)
    dw -= 0.05 * g_dw
    db -= 0.05 * g_db
    pf = sigmoid(dw * fake + db)
    dfake = (pf - 1) * dw
    gw -= 0.05 * np.mean(dfake * z)
    gb -= 0.05 * np.mean(dfake)
"""
    assert judged(text).verdict != "wrong"
