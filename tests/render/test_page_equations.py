"""Every equation of a page is true, and the same as in text."""

import json

import numpy as np
import pytest
from tests.printed import complaint, formula_value
from tests.random_networks import random_network
from tests.render.page_reader import read_page

DIGITS = [3, 6, 12]


@pytest.mark.parametrize("digits", DIGITS)
def test_every_equation_of_a_page_is_true(digits: int, equations: int) -> None:
    seen, wrong, seed = 0, [], 1000 + digits
    while seen < equations / len(DIGITS):
        net, x, y = random_network(seed)
        document = net.step(x, y).explain(digits=digits)
        read = list(read_page(document.to_html()))
        names = [line["name"] for line in json.loads(document.to_json())["lines"]]
        assert [printed.name for printed in read] == names
        for printed in read:
            said = complaint(printed, digits)
            if said:
                wrong.append(f"network {seed}: {printed}: {said}")
        seen += len(read)
        seed += 13
    assert not wrong, f"{len(wrong)} of {seen}:\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize("seed", range(6))
def test_formulas_of_a_page_give_the_recorded_values(seed: int) -> None:
    net, x, y = random_network(seed, most_units=9)
    step = net.step(x, y)
    values = {
        f"{name}[{','.join(str(i + 1) for i in place)}]" if place else name: float(value)
        for name, array in step.values().items()
        for place, value in np.ndenumerate(array)
    }
    for layer_step in net.steps:
        values |= layer_step.rule.hyperparameters()
    values |= net.optimizer.hyperparameters()
    for printed in read_page(step.explain().to_html()):
        array = np.abs(step[printed.name.partition("[")[0]]).max()
        assert formula_value(printed, values) == pytest.approx(
            values[printed.name], rel=1e-9, abs=1e-12 * float(array)
        ), printed
