"""What a name holds when it is bound again, whatever was written into it in between."""

import pytest
from tests.check.judging import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(4)
X = rng.normal(size=(12, 3))
T = (X[:, :1] > 0) * 1.0
W = rng.normal(size=(3, 1)) * 0.5
{set_up}
for epoch in range(5):
    d = X @ W - T
    {update}
"""


@pytest.mark.parametrize("set_up", ["W[0] = 0", "W[0, :] = 0; W[1:, :] = 0.5", "W *= 0.1", ""])
@pytest.mark.parametrize("update", ["W = W - 0.1 * X.T @ d", "W -= 0.1 * X.T @ d"])
def test_weights_set_up_in_place(set_up: str, update: str) -> None:
    report = judged(PROGRAM.format(set_up=set_up, update=update))
    assert (report.verdict, [one.name for one in report.parameters]) == ("right", ["W"])
