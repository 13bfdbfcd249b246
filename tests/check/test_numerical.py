"""Numerical gradients: who trains by them has nothing to check, who compares with them has."""

from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(2)
X, T = rng.normal(size=(8, 3)), rng.normal(size=(8, 1))
W = rng.normal(size=(3, 1))

def loss():
    return 0.5 * np.sum((X @ W - T) ** 2)

def numerical():
    grad, h = np.zeros_like(W), 1e-4
    for k in range(W.size):
        kept = W[k, 0]
        W[k, 0] = kept + h
        above = loss()
        W[k, 0] = kept - h
        below = loss()
        W[k, 0] = kept
        grad[k, 0] = (above - below) / (2 * h)
    return grad

for epoch in range(6):
    mine = X.T @ (X @ W - T)
    if epoch == 0:
        print(np.abs(mine - numerical()).max())
    W -= 0.01 * mine
"""


def test_a_comparison_at_the_start_is_no_training() -> None:
    assert judged(PROGRAM).verdict == "right"
    assert judged(PROGRAM.replace("mine = X.T", "mine = -X.T")).verdict == "wrong"


def test_training_by_differences_has_no_backward_pass() -> None:
    report = judged(PROGRAM.replace("0.01 * mine", "0.01 * numerical()"))
    assert report.verdict == "unclear"
    assert "differences of its loss" in report.reason
