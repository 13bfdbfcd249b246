"""Right gradients are found right, wrong ones wrong, by name and relation."""

from collections.abc import Callable
from itertools import cycle
from typing import Any

import numpy as np
import pytest
from tests.gradients.functions import KINDS, UNITS, Arrays, Example, network

from conspect import ConspectError, assert_gradients, check_gradients
from conspect.gradients.result import GradientCheck

STARTS = ["normal", "zeros", "whole"]
SMOOTH = ["tanh", "sigmoid", "softplus", "sine", "log", "root", "swish"]


def _check(example: Example, gradients: Any = None, **options: Any) -> GradientCheck:
    claimed = example.gradients if gradients is None else gradients
    return check_gradients(example.loss, example.parameters, claimed, **options)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("unit", UNITS)
def test_right_gradients_of_networks(unit: str, start: str) -> None:
    seed = STARTS.index(start)
    example = network(unit, np.random.default_rng(seed), start=start)
    if seed == 1:
        example = example.scaled(1, np.float32)
    assert (check := _check(example)), str(check)


@pytest.mark.parametrize(("unit", "size"), zip(UNITS, cycle([1e-8, 1e8]), strict=False))
def test_right_gradients_whatever_the_size_of_the_parameters(unit: str, size: float) -> None:
    example = network(unit, np.random.default_rng(3)).scaled(size, np.float64)
    assert (check := _check(example, example.gradients(example.parameters))), str(check)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "edge_of_the_domain"])
def test_right_gradients_of_other_losses(kind: str, seed: int) -> None:
    example = KINDS[kind](np.random.default_rng(seed))
    assert (check := _check(example)), str(check)
    claimed = example.gradients(example.parameters)
    assert (check := _check(example, claimed)), str(check)


@pytest.mark.parametrize("kind", ["saturated", "near_the_minimum", "softmax_regression"])
def test_single_precision_is_not_taken_for_a_mistake(kind: str) -> None:
    for seed in range(3):
        example = KINDS[kind](np.random.default_rng(seed)).scaled(1, np.float32)
        assert (check := _check(example)), str(check)
        claimed = example.gradients(example.parameters)
        assert (check := _check(example, claimed)), str(check)


def _spoiled(example: Example, name: str, spoil: Callable[[Any], Any]) -> Arrays:
    gradients = example.gradients(example.parameters)
    return {**gradients, name: spoil(gradients[name])}


@pytest.mark.parametrize(("unit", "size"), zip(UNITS, cycle([1.0, 1e-8, 1e8]), strict=False))
def test_an_error_of_one_millionth_is_found(unit: str, size: float) -> None:
    example = network(unit, np.random.default_rng(5)).scaled(size, np.float64)
    for name, gradient in example.gradients(example.parameters).items():
        if gradient.any():
            check = _check(example, _spoiled(example, name, lambda g: g * (1 + 1e-6)))
            verdicts = {one.name for one in check.parameters.values() if one.verdict == "wrong"}
            assert verdicts == {name}, str(check)
            assert check[name].relative_error == pytest.approx(1e-6, rel=1e-3)


@pytest.mark.parametrize("unit", SMOOTH)
def test_one_wrong_element_is_named(unit: str) -> None:
    generator = np.random.default_rng(7)
    example = network(unit, generator)
    for name, value in example.parameters.items():
        place = tuple(int(generator.integers(n)) for n in value.shape)

        def spoil(gradient: Any, place: tuple[int, ...] = place) -> Any:
            gradient = gradient.copy()
            gradient[place] += 1e-6 * np.abs(gradient).max()
            return gradient

        check = _check(example, _spoiled(example, name, spoil))
        worst = check[name].worst
        assert not check
        assert worst is not None
        assert worst.index == place
        assert worst.name == f"{name}[{','.join(str(i + 1) for i in place)}]"
        assert worst.true == pytest.approx(example.gradients(example.parameters)[name][place])


def _square() -> Example:
    """Three inputs, three units: a transpose does not show in the shape."""
    generator = np.random.default_rng(1)
    x, y = generator.normal(size=(4, 3)), generator.normal(size=(4, 3))

    def gradients(p: Arrays) -> Arrays:
        a = np.tanh(x @ p["W"])
        b = np.tanh(x @ p["V"])
        d = (a + b - y) / 4
        return {"W": x.T @ (d * (1 - a * a)), "V": x.T @ (d * (1 - b * b))}

    def loss(p: Arrays) -> Any:
        return 0.5 * np.sum((np.tanh(x @ p["W"]) + np.tanh(x @ p["V"]) - y) ** 2) / 4

    return Example(
        {"W": generator.normal(size=(3, 3)), "V": generator.normal(size=(3, 3))}, loss, gradients
    )


@pytest.mark.parametrize("one_by_one", [200, 4])
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda g, W: g.T, "it is the transpose of the true gradient"),
        (lambda g, W: -g.T, "it is the transpose of the true gradient, with the wrong sign"),
        (lambda g, W: 2 * g.T, "it is 2 times the transpose of the true gradient"),
        (lambda g, W: -g, "it has the wrong sign"),
        (lambda g, W: 4 * g, "it is 4 times the true gradient"),
        (lambda g, W: g / 3, "it is 1/3 times the true gradient"),
        (lambda g, W: 1.2345 * g, "it is 1.2345 times the true gradient"),
        (lambda g, W: 0 * g, "it is all zeros: W gets no gradient"),
        (
            lambda g, W: g + 0.01 * W,
            "it has 0.01 · W too much: a penalty that the loss does not have",
        ),
        (lambda g, W: g - 0.5 * W, "it lacks 0.5 · W: a penalty of the loss that it leaves out"),
    ],
)
def test_simple_relations_are_named(
    spoil: Callable[[Any, Any], Any], words: str, one_by_one: int
) -> None:
    example = _square()
    claimed = _spoiled(example, "W", lambda g: spoil(g, example.parameters["W"]))
    check = _check(example, claimed, one_by_one=one_by_one)
    assert check["W"].relation == words, str(check)
    assert check["V"].verdict == "right"


def test_two_gradients_in_each_others_place() -> None:
    example = _square()
    gradients = example.gradients(example.parameters)
    check = _check(example, {"W": gradients["V"], "V": gradients["W"]})
    assert check["W"].relation == "the gradient given for V is the one of W"


def test_no_relation_is_made_up() -> None:
    example = _square()
    noise = np.random.default_rng(0).normal(size=(3, 3))
    check = _check(example, _spoiled(example, "W", lambda g: g + noise))
    assert (check["W"].verdict, check["W"].relation) == ("wrong", "")


def _wide() -> Example:
    generator = np.random.default_rng(2)
    x, y = generator.normal(size=(6, 80)), generator.normal(size=(6, 30))

    def gradients(p: Arrays) -> Arrays:
        a = np.tanh(x @ p["W"])
        return {"W": x.T @ ((a - y) * (1 - a * a))}

    def loss(p: Arrays) -> Any:
        return 0.5 * np.sum((np.tanh(x @ p["W"]) - y) ** 2)

    return Example({"W": generator.normal(size=(80, 30)) / 9}, loss, gradients)


def test_large_arrays_are_tried_in_random_directions() -> None:
    check = _check(_wide())
    assert check
    assert check["W"].directions > 0
    assert check["W"].tried == 0


def test_the_wrong_element_of_a_large_array_is_found() -> None:
    example = _wide()

    def spoil(gradient: Any) -> Any:
        gradient[41, 17] *= 1 + 1e-4
        return gradient

    worst = _check(example, _spoiled(example, "W", spoil))["W"].worst
    assert worst is not None
    assert worst.index == (41, 17)


def test_a_common_factor_of_a_large_array_is_found() -> None:
    check = _check(_wide(), _spoiled(_wide(), "W", lambda g: g * (1 + 1e-6)))
    assert check["W"].relation == "it is 1.000001 times the true gradient"


@pytest.mark.parametrize("slope", [-1.0, 0.0, 0.5, 1.0])
def test_at_a_kink_every_slope_between_the_sides_is_right(slope: float) -> None:
    check = check_gradients(lambda p: np.abs(p["w"]).sum(), {"w": np.zeros(2)}, {"w": [slope, 1.0]})
    assert check
    if slope:  # which is what the two sides have in the middle
        assert check["w"].verdict == "kink"
        assert check["w"].kinks[0].sides == pytest.approx((-1, 1))


@pytest.mark.parametrize("slope", [-1.5, 1.0001, 2.0])
def test_beside_the_sides_of_a_kink_no_slope_is_right(slope: float) -> None:
    check = check_gradients(lambda p: np.abs(p["w"]).sum(), {"w": np.zeros(2)}, {"w": [slope, 1.0]})
    assert not check
    asked = check_gradients(
        lambda p: np.abs(p["w"]).sum(),
        {"w": np.zeros(2)},
        lambda p: {"w": np.where(p["w"] == 0, slope, slope * np.sign(p["w"]))},
    )
    assert asked["w"].verdict == "wrong"


def test_a_kink_next_to_the_point_is_not_one_at_the_point() -> None:
    for gap in (1e-3, 1e-6, 1e-9):
        w = np.array([gap, -gap, 1.0])
        check = check_gradients(lambda p: np.abs(p["w"]).sum(), {"w": w}, {"w": np.sign(w)})
        assert check, str(check)


def test_a_complex_step_that_is_silently_wrong_is_not_believed() -> None:
    # The absolute value of a complex number is its length: its slope seems to be 0.
    w = np.array([1.0, -2.0, 0.5])
    check = check_gradients(lambda p: np.abs(p["w"]).sum(), {"w": w}, {"w": np.sign(w)})
    assert check["w"].verdict == "right"
    assert check["w"].how == "differences"
    assert not check_gradients(lambda p: np.abs(p["w"]).sum(), {"w": w}, {"w": 0 * w})


def test_imaginary_parts_that_are_thrown_away_are_not_believed() -> None:
    def loss(p: Arrays) -> Any:
        held = np.empty(3)
        held[:] = p["w"] ** 2
        return held.sum() + np.sum(p["w"])

    w = np.array([1.0, -2.0, 0.5])
    assert check_gradients(loss, {"w": w}, {"w": 2 * w + 1})
    assert not check_gradients(loss, {"w": w}, {"w": np.ones(3)})


def test_a_loss_in_single_precision_inside() -> None:
    example = network("tanh", np.random.default_rng(3))

    def loss(p: Arrays) -> Any:
        return example.loss({name: value.astype(np.float32) for name, value in p.items()})

    assert check_gradients(loss, example.parameters, example.gradients)
    spoiled = _spoiled(example, "W1", lambda g: 1.1 * g)
    assert check_gradients(loss, example.parameters, spoiled)["W1"].verdict == "wrong"


def test_what_rounding_hides_is_unclear() -> None:
    check = check_gradients(
        lambda p: np.float32(1e7) + np.float32(np.sum(np.sin(p["w"])).real),
        {"w": np.ones(3, np.float32)},
        {"w": np.full(3, 0.5, np.float32)},
    )
    assert check["w"].verdict == "unclear"
    assert "double precision" in str(check)


def test_where_the_loss_ends_nothing_is_claimed() -> None:
    example = KINDS["edge_of_the_domain"](np.random.default_rng(0))
    check = _check(example)
    assert check["w"].verdict in ("right", "unclear")
    bottomless = check_gradients(lambda p: np.sqrt(p["w"]).sum(), {"w": np.zeros(1)}, {"w": [1.0]})
    assert bottomless["w"].verdict == "unclear", str(bottomless)


def test_the_report_reads_well() -> None:
    example = _square()
    check = _check(example, _spoiled(example, "W", lambda g: -g))
    rows = str(check).splitlines()
    assert rows[0] == f"1 of 2 gradients is wrong (loss {check.loss:.6g})."
    assert rows[1] == "  W  wrong  relative error 2.0e+00, 9 elements, complex step"
    assert rows[2].strip() == "it has the wrong sign"
    assert rows[-1] == "Elements are counted from 1."


def test_assertion_carries_the_report() -> None:
    example = _square()
    assert_gradients(example.loss, example.parameters, example.gradients)
    claimed = _spoiled(example, "V", lambda g: g.T)
    with pytest.raises(AssertionError, match="V  wrong"):
        assert_gradients(example.loss, example.parameters, claimed)


def _twice(p: Arrays) -> Arrays:
    return {"w": 2 * p["w"]}


def _in_place(p: Arrays) -> Any:
    p["w"] *= 0.5
    return np.sum(p["w"] ** 2)


_GENERATOR = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("loss", "parameters", "gradients", "line"),
    [
        (lambda p: p["w"] ** 2, {"w": np.ones(2)}, _twice, "the loss has shape (2,)"),
        (lambda p: None, {"w": np.ones(2)}, _twice, "the loss returns nothing"),
        (lambda p: "low", {"w": np.ones(2)}, _twice, "the loss is of the type str"),
        (lambda p: np.nan, {"w": np.ones(2)}, _twice, "the loss is nan"),
        (lambda p: _GENERATOR.normal(), {"w": np.ones(2)}, _twice, "the loss is random"),
        (_in_place, {"w": np.ones(2)}, _twice, "the loss changes w in place"),
        (lambda p: 1.0, {"w": np.ones(2)}, _twice, "the loss is the same whatever"),
        (np.sum, {"w": np.ones(2, int)}, _twice, "w is an array of int64"),
        (np.sum, {"w": [1.0, 2.0]}, _twice, "w is of the type list"),
        (np.sum, {"w": np.array([1.0, np.inf])}, _twice, "w holds inf"),
        (np.sum, [np.ones(2)], _twice, "the parameters are of the type list"),
        (np.sum, {}, _twice, "there are no parameters"),
    ],
)
def test_what_is_wrong_with_a_loss_is_one_line(
    loss: Any, parameters: Any, gradients: Any, line: str
) -> None:
    with pytest.raises(ConspectError) as raised:
        check_gradients(loss, parameters, gradients)
    assert str(raised.value).startswith(line)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("gradients", "line"),
    [
        ({}, "no gradient for W"),
        ({"W": None}, "no gradient for W"),
        ({"W": np.ones((2, 3)), "w": 1}, "a gradient for 'w', which is no parameter; did you mean"),
        ({"W": np.ones((3, 2))}, "the gradient for W has shape (3, 2), W has (2, 3); transpose it"),
        ({"W": np.ones(6)}, "the gradient for W has shape (6,), W has (2, 3); a gradient has"),
        ({"W": np.full((2, 3), np.nan)}, "the gradient for W holds nan at W[1,1]"),
        ({"W": "steep"}, "the gradient for W is of the type str"),
        (lambda p: p["W"], "the function of the gradients returns the type ndarray"),
    ],
)
def test_what_is_wrong_with_gradients_is_one_line(gradients: Any, line: str) -> None:
    with pytest.raises(ConspectError) as raised:
        check_gradients(lambda p: np.sum(p["W"] ** 2), {"W": np.ones((2, 3))}, gradients)
    assert str(raised.value).startswith(line)


def test_nothing_of_the_persons_is_changed() -> None:
    example = _square()
    before = {name: value.copy() for name, value in example.parameters.items()}
    _check(example)
    assert all((example.parameters[name] == value).all() for name, value in before.items())


def test_subclasses_of_arrays_stay_what_they_are() -> None:
    # NumPy's matrices multiply with *.
    w = np.array([[2.0], [3.0]]).view(np.matrix)
    check = check_gradients(
        lambda p: (p["w"].T * p["w"]).item(), {"w": w}, {"w": 2 * np.asarray(w)}
    )
    assert check["w"].verdict == "right"
