from decimal import Decimal
from itertools import product

import pytest

from conspect.equations.functions import FUNCTIONS
from conspect.equations.latex import LaTeX
from conspect.equations.parse import parse_expression
from conspect.equations.substitute import with_numbers, with_sizes, written_out
from conspect.equations.tree import Element
from conspect.equations.typst import Typst
from conspect.equations.write import Python, Unicode

VALUES = {"a": "-0.11", "b": "0.5", "c": "-3", "z": "-1.8", "t": "-1.5e-7", "h": "12345678"}


def _numbers(text: str) -> str:
    def number(element: Element) -> Decimal:
        return Decimal(VALUES[element.name])

    return Unicode().write(with_numbers(parse_expression(text), number))


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        ("b + a", "0.5 − 0.11"),
        ("b - a", "0.5 − (−0.11)"),
        ("b + a * c", "0.5 − 0.11 · (−3)"),
        ("b - a * c", "0.5 − (−0.11 · (−3))"),
        ("b + -a", "0.5 − (−0.11)"),
        ("b * a", "0.5 · (−0.11)"),
        ("a * b", "−0.11 · 0.5"),
        ("a / b", "−0.11 / 0.5"),
        ("a ** 2", "(−0.11)²"),
        ("exp(-z)", "exp(−(−1.8))"),
        ("b - (a - c)", "0.5 − (−0.11 − (−3))"),
        ("b / (a * c)", "0.5 / (−0.11 · (−3))"),
        ("b * (a + c)", "0.5 · (−0.11 − 3)"),
        ("b * (a if z > 0 else c)", "0.5 · (−0.11 if −1.8 > 0 else −3)"),
        ("t ** 2 + t", "(−1.5e-7)² − 1.5e-7"),
        ("sigmoid(z) * b", "1 / (1 + exp(−(−1.8))) · 0.5"),
        ("b * sigmoid(z)", "0.5 · (1 / (1 + exp(−(−1.8))))"),
        ("b - (-a)", "0.5 − (−(−0.11))"),
    ],
)
def test_signs_and_parentheses(formula: str, printed: str) -> None:
    assert _numbers(formula) == printed


@pytest.mark.parametrize("form", ["{} {} {}", "-{} {} -{}", "b - ({} {} {})", "b + -{} {} {}"])
def test_no_two_signs_ever_meet(form: str) -> None:
    for first, sign, second in product("abcz", "+-*/", "abcz"):
        text = _numbers(form.format(first, sign, second))
        assert not any(f"{before} −" in text for before in "+−·/"), text


def test_python_notation_can_be_pasted_into_python() -> None:
    tree = parse_expression("sum(i, x[i] * (1 - x[i]) ** 2) / 2")
    written = Python().write(written_out(with_sizes(tree, {"i": 2})))
    assert written == "(x[1] * (1 - x[1])**2 + x[2] * (1 - x[2])**2) / 2"


def test_a_sum_of_one_term_is_that_term() -> None:
    tree = written_out(with_sizes(parse_expression("mean(n, losses[n])"), {"n": 1}))
    assert Unicode().write(tree) == "losses[1]"


def test_long_sums_stay_sums() -> None:
    tree = with_sizes(parse_expression("sum(i, x[n,i]) + b"), {"i": 784})
    assert Unicode().write(written_out(tree, 8)) == "sum(i=1..784, x[n,i]) + b"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.0000141514", "1.41514e-5"),
        ("0.000141514", "0.000141514"),
        ("1.50", "1.5"),
        ("1.23457E+6", "1.23457e6"),
        ("100", "100"),
        ("0", "0"),
        ("Infinity", "Infinity"),
    ],
)
def test_numbers(value: str, shown: str) -> None:
    assert Unicode().signed(Decimal(value)) == shown


def test_sums_within_sums_need_no_parentheses_unless_subtracted() -> None:
    tree = parse_expression("a + (b + c) - (a - b)")
    assert Python().write(tree) == "a + b + c - (a - b)"


@pytest.mark.parametrize("notation", [Python, Unicode, LaTeX, Typst])
@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_function_has_a_notation(function: str, notation: type[Python]) -> None:
    assert notation().write(parse_expression(f"{function}(z[i])")) != notation().write(Element("z"))
