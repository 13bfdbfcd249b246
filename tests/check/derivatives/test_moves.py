"""Numbers that an operation puts beside those it moves are nobody's elements."""

import pytest
from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(4)
X = rng.normal(size=(12, 3))
T = (X[:, :1] > 0) * 1.0
V = rng.normal(size=(5, 3)) * 0.5
W = rng.normal(size=(1, 6)) * 0.5
for epoch in range(3):
    for x, t in zip(X, T):
        h = np.tanh(V @ x)
        a = {with_one}
        y = W @ a
        d = y - t
        dh = (W.T @ d){back} * (1 - h ** 2)
        W -= 0.1 * np.outer(d, a)
        V -= 0.1 * np.outer(dh, x)
"""


@pytest.mark.parametrize(
    ("with_one", "back"),
    [
        ("np.append(h, 1)", "[:-1]"),
        ("np.insert(h, 0, 1)", "[1:]"),
        ("np.r_[h, 1]", "[:-1]"),
        ("np.hstack([1, h])", "[1:]"),
        ("np.concatenate(([2.0], h))", "[1:]"),
        ("np.pad(h, (0, 1), constant_values=3)", "[:-1]"),
    ],
)
def test_a_bias_unit_put_beside_the_others(with_one: str, back: str) -> None:
    program = PROGRAM.format(with_one=with_one, back=back)
    assert judged(program).verdict == "right"
    wrong = program.replace("(W.T @ d)", "(W.T @ (2 * d))")
    assert judged(wrong).verdict == "wrong"
