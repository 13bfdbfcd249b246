"""Every printed equation is true: read back and worked out by an evaluator of its own."""

import numpy as np
import pytest
from tests.printed import Printed, complaint, formula_value, read_text
from tests.random_networks import random_network

import conspect as cs

DIGITS = [3, 6, 12]


def _equations(seed: int, digits: int, *, ascii_only: bool) -> tuple[cs.Trace, list[Printed]]:
    net, x, y = random_network(seed)
    step = net.step(x, y)
    text = step.explain(digits=digits).to_text(width=100, ascii_only=ascii_only)
    return step, list(read_text(text))


@pytest.mark.parametrize("digits", DIGITS)
def test_every_printed_equation_is_true(digits: int, equations: int) -> None:
    seen, wrong, seed = 0, [], digits
    while seen < equations / len(DIGITS):
        step, read = _equations(seed, digits, ascii_only=seed % 5 == 0)
        document = step.explain(digits=digits)
        assert len(read) == len(list(document.lines()))
        for printed in read:
            said = complaint(printed, digits)
            if said:
                wrong.append(f"network {seed}: {printed}: {said}")
        seen += len(read)
        seed += 17
    assert not wrong, f"{len(wrong)} of {seen}:\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize("seed", range(30))
def test_formulas_give_the_recorded_values(seed: int) -> None:
    step, equations = _equations(seed, 6, ascii_only=False)
    values = {
        f"{name}[{','.join(str(i + 1) for i in place)}]" if place else name: float(value)
        for name, array in step.values().items()
        for place, value in np.ndenumerate(array)
    }
    for layer_step in step.network.steps:
        values |= layer_step.rule.hyperparameters()
    values |= step.network.optimizer.hyperparameters()
    for printed in equations:
        array = np.abs(step[printed.name.partition("[")[0]]).max()
        assert formula_value(printed, values) == pytest.approx(
            values[printed.name], rel=1e-9, abs=1e-12 * float(array)
        ), printed


def test_the_evaluator_finds_a_wrong_equation() -> None:
    right = Printed("z1[1,1]", "", "0.1 · 2 + 1", True, "1.2")
    assert not complaint(right, 6)
    assert complaint(Printed("z1[1,1]", "", "0.1 · 2 + 1", True, "1.3"), 6)
    assert complaint(Printed("z1[1,1]", "", "0.333 · 3", False, "1"), 6)
    assert complaint(Printed("z1[1,1]", "", "(−0.5)² − (−0.25 · 2)", True, "0.25"), 6)
    assert not complaint(
        Printed("z1[1,1]", "", "exp(−1.5) / 2 if 1 > 0 else 0", False, "0.111565"), 6
    )
