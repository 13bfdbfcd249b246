"""What square matrices hide: found on other numbers, told where it cannot be decided."""

import pytest

from tests.check.judging import judged

# From zeros, the gradient of a linear autoencoder is symmetric, and stays so.
AUTOENCODER = """\
import numpy as np
X = np.random.default_rng(0).normal(size=(6, 3))
W = np.zeros((3, 3))
for step in range(5):
    error = X @ W - X
    W -= 0.01 * {gradient}
"""

COLUMNS = """\
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(3, {samples})); T = rng.normal(size=(4, {samples}))
W = rng.normal(size=(4, 3)); b = np.zeros({bias})
for step in range(5):
    out = W @ X + b
    d = out - T
    W -= 0.1 * d @ X.T
    b -= 0.1 * d.sum({axis})
"""


def test_a_transpose_that_no_number_shows_is_found_on_others() -> None:
    report = judged(AUTOENCODER.format(gradient="(X.T @ error).T"))
    [mistake] = report.mistakes
    assert (mistake.cause, mistake.line, mistake.hidden) == ("transposed", 6, True)
    assert mistake.mended == "    W -= 0.01 * (X.T @ error)"


@pytest.mark.parametrize("gradient", ["X.T @ error", "np.einsum('ni,nj->ij', X, error)"])
def test_a_symmetric_gradient_alone_is_nothing(gradient: str) -> None:
    report = judged(AUTOENCODER.format(gradient=gradient))
    assert (report.verdict, report.notes) == ("right", [])


def test_what_cannot_be_decided_is_told() -> None:
    momentum = AUTOENCODER.format(gradient="v").replace(
        "    W -=", "    v = 0.9 * v + X.T @ error\n    W -="
    )
    report = judged(momentum.replace("for step", "v = np.zeros((3, 3))\nfor step"))
    assert report.verdict == "right"
    assert [note for note in report.notes if note.startswith("W is square")]


def test_a_bias_along_the_samples_is_told() -> None:
    report = judged(COLUMNS.format(samples=4, bias=4, axis=0))
    assert report.verdict == "right"
    assert report.notes == [
        "program.py, line 6 adds b along the samples, not along the units: "
        "it fits only because there are as many samples as units (4)"
    ]


def test_a_bias_along_the_units_is_nothing() -> None:
    report = judged(COLUMNS.format(samples=4, bias="(4, 1)", axis="1, keepdims=True"))
    assert (report.verdict, report.notes) == ("right", [])
