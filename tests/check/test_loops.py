"""A line in a loop over the layers is one mistake; numbers that run away are judged before."""

from tests.check.judging import judged

LAYERS = """\
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3)); y = (X[:, :1] > 0) * 1.0
sizes = [3, 5, 4, 1]
W = [rng.normal(size=(a, b)) * 0.5 for a, b in zip(sizes, sizes[1:])]
def sigmoid(z): return 1 / (1 + np.exp(-z))
def half_squared_error(a, y):
    return 0.5 * np.sum((a - y) ** 2)
for epoch in range(30):
    A = [X]
    for w in W:
        A.append(sigmoid(A[-1] @ w))
    loss = half_squared_error(A[-1], y)
    delta = (A[-1] - y) * A[-1] * (1 - A[-1])
    for k in range(len(W) - 1, -1, -1):
        dW = A[k].T @ delta
        delta = delta @ W[k].T
        W[k] = W[k] - 0.05 * dW
"""


def test_one_line_that_spoils_several_layers_is_one_mistake() -> None:
    [mistake] = judged(LAYERS).mistakes
    assert (mistake.cause, mistake.line) == ("missing_activation_derivative", 17)
    assert mistake.parameters == ["W[1]", "W[0]"]
    assert mistake.mended == "        delta = (delta @ W[k].T) * A[k] * (1 - A[k])"


def test_the_loss_is_named_as_the_program_names_it() -> None:
    loss = judged(LAYERS).loss
    assert loss
    assert loss.span
    assert (loss.function, loss.span.line) == ("half_squared_error", 8)


def test_numbers_that_run_away_are_judged_before_they_do() -> None:
    linear = LAYERS.replace("return 1 / (1 + np.exp(-z))", "return z")
    wild = linear.replace(" * A[-1] * (1 - A[-1])", "").replace("0.05 * dW", "1e60 * dW")
    report = judged(wild)
    assert report.verdict == "right"
    assert [note for note in report.notes if note.startswith("the numbers run away: after ")]
