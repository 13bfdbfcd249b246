"""One element both ways: the printed sums come to what they say, and a difference confirms it."""

import re

import pytest
from tests.check.corpus import FOLDER
from tests.check.judging import judged

from conspect.check.derivatives.elementwise import SLOPES
from conspect.check.findings import Worked
from conspect.check.worked.figures import LONGEST, Numbers, exact, times
from conspect.equations.tree import Expression

TWO_LAYERS = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(1, 2)); T = np.array([[1.0]])
W1 = rng.normal(size=(2, 3)); W2 = rng.normal(size=(3, 1))
for step in range(4):
    A = np.tanh(X @ W1)
    O = 1 / (1 + np.exp(-(A @ W2)))
    dO = (O - T) * O * (1 - O)
    dA = dO @ W2.T {slope}
    W2 -= 0.5 * (A.T @ dO)
    W1 -= 0.5 * (X.T @ dA)
"""
RIGHT = TWO_LAYERS.format(slope="* (1 - A ** 2)")
WRONG = TWO_LAYERS.format(slope="")


def _worked(text: str) -> list[Worked]:
    return [mistake.worked for mistake in judged(text).mistakes if mistake.worked]


def _sides(terms: str) -> tuple[float, float]:
    """Both sides of a printed equation, worked out by Python."""
    plain = re.sub(r" \(\d+ more\)", "", terms)
    for sign, python in (("−", "-"), ("·", "*"), ("²", "**2"), ("³", "**3"), ("≈", "=")):
        plain = plain.replace(sign, python)
    left, right = plain.split(" = ")
    return float(eval(left)), float(eval(right))


def test_a_missing_slope_is_seen_in_the_numbers() -> None:
    [worked] = _worked(WRONG)
    assert worked.element.startswith("W1[")
    program, rule = worked.applied_terms.split(" · "), worked.right_terms.split(" · ")
    assert re.search(r"\(1 − \(?−?0\.\d+\)?²\)", worked.right_terms), rule
    assert "²" not in worked.applied_terms, program
    assert worked.difference == pytest.approx(worked.right, rel=1e-9)


@pytest.mark.parametrize(
    "name",
    [
        "adam_regression",
        "cached_layers",
        "einsum_net",
        "gru_cell",
        "neuron_objects",
        "softmax_diag",
    ],
)
def test_printed_sums_come_to_what_they_say(name: str) -> None:
    found = _worked((FOLDER / f"{name}.py").read_text())
    assert all(worked.applied_terms for worked in found)
    for worked in found:
        for terms, value in (
            (worked.applied_terms, worked.applied),
            (worked.right_terms, worked.right),
        ):
            if terms:
                left, right = _sides(terms)
                assert left == pytest.approx(right, rel=6e-4)
                assert right == pytest.approx(value, rel=6e-4)
                assert len(terms) <= LONGEST
        assert worked.right_terms
        assert worked.difference == pytest.approx(worked.right, rel=1e-6)


def test_a_rate_within_the_product_is_no_part_of_the_gradient() -> None:
    [worked] = _worked(WRONG.replace("0.5 * (X.T @ dA)", "0.5 * X.T @ dA"))
    [plain] = _worked(WRONG)
    assert worked.applied_terms == plain.applied_terms


def test_a_rule_of_ours_that_is_wrong_accuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(RIGHT).verdict == "right"
    monkeypatch.setitem(SLOPES, "tanh", lambda x, y, side: 1 - y)
    report = judged(RIGHT)
    assert report.verdict == "unclear"
    assert "W1" in report.reason
    assert "W2" not in report.reason


def test_a_long_sum_says_what_its_last_number_stands_for() -> None:
    numbers = Numbers()

    def sum_of_products(depth: int) -> Expression:
        return numbers.added(times(exact(k / 8), exact(0.5)) for k in range(1, 9))

    assert numbers.text(sum_of_products, 2.25) == (
        "0.125 · 0.5 + 0.25 · 0.5 + 0.375 · 0.5 + 0.5 · 0.5 + 1.625 (4 more) = 2.25"
    )
