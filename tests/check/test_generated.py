"""The checker on a few programs of the generator; `benchmarks/check_generated.py` runs them all."""

import pytest

from tests.check.generator.mistakes import KINDS, right_program, wrong_program
from tests.check.judging import judged

# Kinds and seeds that are quick, one for each way in which a mistake is found.
WRONG = {
    "sign_of_an_update": 1,
    "every_sign": 1,
    "factor_on_weights": 42,
    "slope_at_the_preactivation": 1,
    "slope_missing": 9,
    "mask_turned_round": 1,
    "upstream_forgotten": 18,
    "back_through_the_transpose": 28,
    "factor_on_a_delta": 70,
    "product_of_matrices": 1,
    "mask_forgotten": 1,
    "weights_transposed": 1,
    "bias_over_the_wrong_axis": 35,
    "bias_from_weights": 2,
    "bias_not_summed": 3,
    "softmax_over_samples": 1,
    "penalty_doubled": 1,
    "sign_inside_cross_entropy": 1,
    "error_squared": 17,
    "update_lost": 35,
    "updated_again_and_again": 2,
    "shapes_that_collide": 1,
    "misspelt": 1,
    "backward_not_called": 1,
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_seeded_mistake_is_named_first(kind: str) -> None:
    found = wrong_program(kind, WRONG[kind])
    assert found is not None
    report = judged(found[0])
    assert report.verdict == "wrong"
    assert report.mistakes[0].cause in KINDS[kind][1]


@pytest.mark.parametrize("seed", [*range(12), 364])
def test_a_right_program_is_not_accused(seed: int) -> None:
    report = judged(right_program(seed))
    assert (report.verdict, report.mistakes) == ("right", [])
