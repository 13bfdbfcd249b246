"""Optimizers written by hand, in forms that look like something else."""

import pytest

from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(0)
X, T = rng.normal(size=(24, 4)), rng.normal(size=(24, 2))
W, b = rng.normal(0, 0.5, (4, 2)), np.zeros(2)
vW, vb = np.zeros_like(W), np.zeros_like(b)
sW, sb = np.zeros_like(W), np.zeros_like(b)

def gradients(W, b):
    d = np.tanh(X @ W + b) - T
    d = d * (1 - np.tanh(X @ W + b) ** 2) / len(X)
    return X.T @ d, {bias}

for t in range(1, 12):
    {step}
"""
STEPS = {
    "Nesterov, looking ahead": (
        "gW, gb = gradients(W - 0.9 * vW, b - 0.9 * vb); vW = 0.9 * vW + 0.1 * gW; "
        "vb = 0.9 * vb + 0.1 * gb; W = W - vW; b = b - vb"
    ),
    "Adadelta": (
        "gW, gb = gradients(W, b); sW = 0.9 * sW + 0.1 * gW**2; sb = 0.9 * sb + 0.1 * gb**2; "
        "mW = -np.sqrt(vW + 1e-6) / np.sqrt(sW + 1e-6) * gW; "
        "mb = -np.sqrt(vb + 1e-6) / np.sqrt(sb + 1e-6) * gb; "
        "vW = 0.9 * vW + 0.1 * mW**2; vb = 0.9 * vb + 0.1 * mb**2; W += mW; b += mb"
    ),
    "RMSProp": (
        "gW, gb = gradients(W, b); sW = 0.9 * sW + 0.1 * gW**2; sb = 0.9 * sb + 0.1 * gb**2; "
        "W -= 0.01 * gW / (np.sqrt(sW) + 1e-8); b -= 0.01 * gb / (np.sqrt(sb) + 1e-8)"
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_right(step: str) -> None:
    report = judged(PROGRAM.format(step=STEPS[step], bias="d.sum(axis=0)"))
    assert (report.verdict, [m.cause for m in report.mistakes]) == ("right", [])
    assert len(report.parameters) == 2


@pytest.mark.parametrize("step", STEPS)
def test_wrong(step: str) -> None:
    report = judged(PROGRAM.format(step=STEPS[step], bias="d.sum(axis=0)[::-1]"))
    assert report.verdict == "wrong"
    assert [one.verdict for one in report.parameters] == ["right", "wrong"]


def test_a_hidden_value_in_a_sum_on_the_way_back_is_no_parameter() -> None:
    report = judged(AUTOENCODER)
    assert (report.verdict, [m.cause for m in report.mistakes]) == ("right", [])


AUTOENCODER = """
import numpy as np
rng = np.random.default_rng(8)
X = rng.random((20, 6))
V, W = rng.normal(0, 0.3, (6, 2)), rng.normal(0, 0.3, (2, 6))
for epoch in range(8):
    m = X @ V
    o = m @ W
    loss = 0.5 * ((o - X) ** 2).sum() + 0.5 * (m**2).sum()
    dm = (o - X) @ W.T + m
    W -= 0.01 * m.T @ (o - X)
    V -= 0.01 * X.T @ dm
"""
