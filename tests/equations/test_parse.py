import pytest

from conspect.equations.parse import parse_equations, parse_expression
from conspect.equations.tree import Binary, Element, Index, Number, Reduction, Size
from conspect.errors import EquationError


def test_indices_may_be_whole_number_arithmetic() -> None:
    tree = parse_expression("x[n,c,s*i+u-p]")
    assert isinstance(tree, Element)
    affine = Binary("-", Binary("+", Binary("*", Index("s"), Index("i")), Index("u")), Index("p"))
    assert tree.indices == (Index("n"), Index("c"), affine)


def test_reductions_and_sizes() -> None:
    tree = parse_expression("max(k, z[k]) / size(k)")
    assert tree == Binary("/", Reduction("max", "k", Element("z", (Index("k"),))), Size("k"))


def test_the_reason_stands_behind_the_hash() -> None:
    first, second = parse_equations("a = 1  # one\n\n b = a ** 2")
    assert (first.reason, second.reason) == ("one", "")
    assert second.right == Binary("**", Element("a"), Number(2))


@pytest.mark.parametrize(
    "text",
    [
        "a +",
        "a @ b",
        "a and b",
        "f(a)",
        "exp(a, b)",
        "sum(a)",
        "sum(i, a, b)",
        "sum(i[1], a)",
        "a.b",
        "lambda: a",
        "'text'",
        "True",
        "[a]",
        "a[i/2]",
        "a[i:j]",
        "a if b else c",
        "a if b < c < d else e",
        "(a := b)",
        "exp(u=1)",
        "__import__('os')",
        "1j",
    ],
)
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(EquationError):
        parse_expression(text)


@pytest.mark.parametrize("line", ["a + b", "a + b = c", "1 = a"])
def test_an_equation_has_an_element_on_its_left(line: str) -> None:
    with pytest.raises(EquationError):
        parse_equations(line)
