"""How equations are set in a page."""

from decimal import Decimal

import pytest

from conspect.equations.parse import parse_expression
from conspect.equations.tree import Element, Number
from conspect.render.mathml import MathML

NAMES = ["x", "W1", "b1", "dW1", "m_W1", "new_W1", "d1"]


@pytest.mark.parametrize(
    ("name", "indices", "expected"),
    [
        ("x", ["1", "2"], "<msub><mi>x</mi><mrow><mi>1</mi><mo>,</mo><mi>2</mi></mrow></msub>"),
        ("W1", [], "<msup><mi>W</mi><mrow><mo>(</mo><mn>1</mn><mo>)</mo></mrow></msup>"),
        (
            "dW1",
            [],
            "<mi>d</mi><msup><mi>W</mi><mrow><mo>(</mo><mn>1</mn><mo>)</mo></mrow></msup>",
        ),
        (
            "new_W1",
            [],
            "<msup><mi>W</mi><mrow><mo>(</mo><mn>1</mn><mo>)</mo><mo>′</mo></mrow></msup>",
        ),
        (
            "m_W1",
            [],
            "<msup><mi>m</mi><mrow><mi>W</mi><mo>(</mo><mn>1</mn><mo>)</mo></mrow></msup>",
        ),
        ("d1", [], "<msup><mi>d</mi><mrow><mo>(</mo><mn>1</mn><mo>)</mo></mrow></msup>"),
        ("beta1", [], "<mi>beta1</mi>"),
    ],
)
def test_names_are_set_by_what_they_are(name: str, indices: list[str], expected: str) -> None:
    assert MathML(NAMES).element(name, indices) == expected


def test_a_long_sum_is_broken_before_its_signs() -> None:
    chunks = list(MathML(NAMES).chunks(parse_expression("x[1] * 2 + exp(1 + x[2]) - b1[1]")))
    assert len(chunks) == 3
    assert chunks[1].startswith('<math><mo form="infix">+</mo><mi>exp</mi>')


def test_numbers_carry_their_names_and_full_values() -> None:
    notation = MathML(NAMES, lambda element: 0.123456789)
    source = Element("W1", (Number(0), Number(1)))
    assert notation.write(Number(Decimal("0.123"), source)) == (
        '<mn data-name="W1[1,2]" data-value="0.123456789">0.123</mn>'
    )
    assert notation.write(Number(2)) == "<mn>2</mn>"


def test_a_name_with_a_power_is_held_together() -> None:
    written = MathML(NAMES).write(parse_expression("x[1]**2"))
    assert written.startswith("<msup><mrow><mrow><mo>(</mo>")
