"""The marked part written anew with the program's own names, and proved by running it."""

import pytest
from tests.check.corpus import FOLDER
from tests.check.judging import judged

MENDED = {
    "adam_regression": "        dH = (d_pred @ self.W2.T) * (1 - self.H ** 2)",
    "autoencoder": "    grad_code = difference @ decoder.T",
    "dropout_net": "        dh = dout.dot(self.w2.T) * self.mask",
    "gru_cell": "        dc = dh * z * (1 - c ** 2)",
    "sigmoid_for_slope": "    l1_delta = l1_error * (l1 * (1 - l1))",
    "softmax_diag": "        d_o = (self.p - T) / len(T)",
    "tanh_not_squared": '    da = (d @ params["output"]["kernel"].T) * (1 - a ** 2)',
    "two_layer_net": '        grads["W1"] = X.T.dot(dh) + 2 * reg * W1',
    "weight_for_input": "    change1 = dot(patterns.T, signal1)",
}

HANDED_DOWN = """\
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(7, 3)); T = rng.uniform(size=(7, 2))
V = rng.normal(size=(3, 4)); W = rng.normal(size=(4, 2))
for step in range(4):
    h = 1 / (1 + np.exp(-(X @ V)))
    o = 1 / (1 + np.exp(-(h @ W)))
    error = o - T
    delta = error * o * (1 - o)
    below = error @ W.T
    V -= 0.1 * (X.T @ (below * h * (1 - h)))
    W -= 0.1 * (h.T @ delta)
"""


@pytest.mark.parametrize("name", MENDED)
def test_the_line_is_written_with_the_programs_names(name: str) -> None:
    report = judged((FOLDER / f"{name}.py").read_text())
    assert MENDED[name] in [mistake.mended for mistake in report.mistakes]


def test_what_is_handed_down_is_marked_and_replaced() -> None:
    [mistake] = judged(HANDED_DOWN).mistakes
    assert mistake.cause == "error_instead_of_delta"
    assert mistake.line == 10
    assert mistake.alternatives[0] == "delta @ W.T"
    assert mistake.mended == "    below = delta @ W.T"
