"""A forward pass that only measures reads the same weights as the next step's."""

from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(7)
X, labels = rng.normal(size=(24, 2)), rng.integers(0, 3, 24)
Y = np.eye(3)[labels]
W, b = np.zeros((2, 3)), np.zeros(3)

def forward():
    e = np.exp(X @ W + b)
    return e / e.sum(axis=1, keepdims=True)

for epoch in range(8):
    P = forward()
    W -= 0.5 * X.T @ (P - Y) / len(X)
    b -= 0.5 * {gradient} / len(X)
    print(-np.mean(np.sum(Y * np.log(forward()), axis=1)))
"""


def test_the_sum_over_everything_is_told_though_it_comes_to_nothing() -> None:
    assert judged(PROGRAM.format(gradient="np.sum(P - Y, axis=0)")).verdict == "right"
    report = judged(PROGRAM.format(gradient="np.sum(P - Y)"))
    assert [mistake.cause for mistake in report.mistakes] == ["bias_sum_axis"]


BALANCED = """
import numpy as np
rng = np.random.default_rng(1)
X = np.vstack([rng.normal(1, 1, (9, 2)), rng.normal(-1, 1, (9, 2))])
t = np.repeat([1.0, -1.0], 9)
w, b = np.zeros(2), 0.0
for epoch in range(12):
    g = X @ w + b - t
    w -= 0.01 * X.T @ g / len(t)
    b -= 0.01 * {gradient}
"""


def test_a_gradient_that_is_0_at_the_start_is_looked_at_later() -> None:
    assert judged(BALANCED.format(gradient="g.mean()")).verdict == "right"
    report = judged(BALANCED.format(gradient="g.sum()"))
    assert [mistake.cause for mistake in report.mistakes] == ["bias_scale"]
