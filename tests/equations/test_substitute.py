from conspect.equations.parse import parse_equations, parse_expression
from conspect.equations.substitute import (
    at_index,
    rename_indices,
    spell_out,
    with_sizes,
    without,
)
from conspect.equations.write import Python


def test_renaming_an_index_does_not_capture_that_of_a_sum() -> None:
    tree = parse_expression("sum(j, dz[n,j] * W[i,j])")
    renamed = rename_indices(tree, {"n": "n", "i": "j"})
    assert Python().write(renamed) == "sum(k, dz[n,k] * W[j,k])"


def test_an_absent_bias_is_a_term_less() -> None:
    tree = parse_expression("sum(i, x[n,i] * W[i,j]) + b[j]")
    assert Python().write(without(tree, frozenset({"b"}))) == "sum(i, x[n,i] * W[i,j])"


def test_indices_are_worked_out_at_a_place() -> None:
    tree = at_index(parse_expression("x[n,2*i+u-1]"), {"n": 0, "i": 3, "u": 1})
    assert Python().write(tree) == "x[1,7]"


def test_dots_take_the_letters_given() -> None:
    [equation] = parse_equations("a[...] = z[...] * 2")
    spelled = spell_out(equation, "nj")
    assert Python().write(spelled.left) == "a[n,j]"
    assert Python().write(spelled.right) == "z[n,j] * 2"


def test_a_size_of_one_divides_nothing() -> None:
    tree = parse_expression("2 * (a[n,k] - y[n,k]) / size(k) / size(n)")
    sized = with_sizes(tree, {"k": 1, "n": 7})
    assert Python().write(sized) == "2 * (a[n,k] - y[n,k]) / 7"
