"""The terminal's text: where long equations are broken, and how wide it gets."""

from typing import Any

import pytest

import conspect as cs
from conspect.trace import Trace


@pytest.fixture
def step() -> Trace:
    layers: list[Any] = [cs.Dense(2), cs.SiLU(), cs.Dense(2), cs.GELU()]
    network = cs.Network(layers, 3, cs.Huber())
    return network.step([[0.3, -1.7, 2.9], [1.1, 0.4, -0.6]], [[0.5, 4.0], [-2.0, 0.25]])


def equation(text: str, name: str) -> list[str]:
    """The rows from a name's equation to the blank row behind it, each without its indent."""
    rows = text.split("\n")
    first = next(i for i, row in enumerate(rows) if row.startswith(f"  {name} = "))
    return [row.strip() for row in rows[first : rows.index("", first)]]


def test_a_long_equation_is_broken_outside_its_brackets(step: Trace) -> None:
    [formula, *numbers] = [
        row for row in equation(step.explain().to_text(), "losses[1]") if row[:2] != "≈ 0"
    ][:5]
    assert formula == "losses[1] = ((y[1,1] − a2[1,1])² / 2 if abs(y[1,1] − a2[1,1]) ≤ delta"
    assert numbers[:3] == [
        "else delta · (abs(y[1,1] − a2[1,1]) − delta / 2))",
        "+ ((y[1,2] − a2[1,2])² / 2 if abs(y[1,2] − a2[1,2]) ≤ delta",
        "else delta · (abs(y[1,2] − a2[1,2]) − delta / 2))",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_row_is_too_long(width: int, ascii_only: bool, step: Trace) -> None:
    text = step.explain().to_text(width=width, ascii_only=ascii_only)
    assert max(map(len, text.split("\n"))) <= width
    assert text.isascii() or not ascii_only


@pytest.mark.parametrize("width", [24, 40, 60, 120])
def test_nothing_is_lost_where_rows_are_broken(width: int, step: Trace) -> None:
    narrow, wide = (step.explain("dW1").to_text(width=w) for w in (width, 10_000))
    assert narrow.split() == wide.split()


def test_no_two_blank_rows_where_the_picture_does_not_fit(step: Trace) -> None:
    assert "┌" in step.explain().to_text(width=100)
    assert "┌" not in step.explain().to_text(width=40)
    assert "\n\n\n" not in step.explain().to_text(width=40)
