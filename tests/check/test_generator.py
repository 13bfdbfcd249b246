"""The generator keeps its word: right programs are right, wrong ones wrong, without the checker."""

import re

import pytest

from tests.check.corpus import Program
from tests.check.generator.mistakes import KINDS, right_program, wrong_program
from tests.check.generator.network import draw
from tests.check.truth import Trial


def _deviation(text: str, seed: int) -> float:
    """How far the program's step is from its loss's slopes; float32 is lifted to float64."""
    text = re.sub(r"\.astype\(np\.float32\)|np\.float32", "", text)
    net = draw(seed)
    names = [f"{kind}{k}" for k in range(1, net.layers + 1) for kind in "Wb"]
    style = "functions" if "def forward(x):" in text else "class" if "class" in text else "loop"
    reach, gradient, loss = {
        "loop": ("{}", "d{}", "loss"),
        "functions": ("params['{}']", "grads['d{}']", "loss_of(forward(X), Y)"),
        "class": ("net.{}", "net.d{}", "(net.forward(X), net.loss(Y))[1]"),
    }[style]
    scaled = "0.999" in text or "0.9 *" in text
    program = Program(
        file="generated.py",
        about="",
        parameters=[reach.format(name) for name in names],
        loss=loss,
        in_step=style == "loop",
        gradients=[gradient.format(name) for name in names] if scaled else [],
        before="rng = np.random.default_rng(5)",
    )
    return Trial(program, text).deviation()


@pytest.mark.parametrize("seed", [seed for seed in range(40) if draw(seed).said and seed % 4])
def test_right(seed: int) -> None:
    assert _deviation(right_program(seed), seed) < 1e-4


@pytest.mark.parametrize("name", KINDS)
def test_wrong(name: str) -> None:
    """Every kind of mistake shows in one of its programs at least."""
    deviations = []
    for seed in range(12):
        found = wrong_program(name, seed)
        if found is None or not draw(seed).said:
            continue
        try:
            deviations.append(_deviation(found[0], seed))
        except (NameError, ValueError, AttributeError):
            deviations.append(float("inf"))
        if deviations[-1] > 1e-2:
            return
    pytest.fail(f"no program shows it: {deviations}")


def test_programs_of_a_seed_are_the_same_again() -> None:
    assert right_program(3) == right_program(3)
    assert wrong_program("factor_on_weights", 3) == wrong_program("factor_on_weights", 3)
