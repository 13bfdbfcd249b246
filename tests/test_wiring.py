"""Names: what a network calls its arrays."""

import numpy as np
import pytest

import conspect as cs
from conspect.errors import NetworkError
from conspect.layers import Layer
from conspect.roles import Intermediate, Output, Parameter

HALF = cs.HalfSquaredError()


def _names(layers: list[Layer | cs.Step], loss: cs.Loss = HALF) -> str:
    net = cs.Network(layers, 3, loss)
    roles = (Parameter, Output, Intermediate)
    return " ".join(dict.fromkeys(name for step in net.steps for name in step.named(*roles)))


@pytest.mark.parametrize(
    ("layers", "names"),
    [
        ([cs.Dense(2), cs.Sigmoid(), cs.Dense(1), cs.ReLU()], "W1 b1 z1 a1 W2 b2 z2 a2 losses"),
        ([cs.Dense(2), cs.Dense(1)], "W1 b1 z1 W2 b2 z2 losses"),
        ([cs.Dense(2), cs.Linear(), cs.Dense(1), cs.Linear()], "W1 b1 z1 W2 b2 z2 losses"),
        ([cs.Dense(2, bias=False), cs.Tanh()], "W1 z1 a1 losses"),
        ([cs.Tanh(), cs.Dense(1)], "a1 W2 b2 z2 losses"),
        ([cs.Dense(2), cs.Tanh(), cs.ReLU()], "W1 b1 z1 a1 a2 losses"),
        ([cs.Dense(2), cs.SiLU()], "W1 b1 z1 s1 a1 losses"),
        (
            [cs.Dense(2), cs.Tanh(), cs.Dense(2), cs.Step(cs.Add(), {"r": "a1"}), cs.ReLU()],
            "W1 b1 z1 a1 W2 b2 z2 z3 a3 losses",
        ),
        (
            [cs.Dense(3), cs.Tanh(), cs.Step(cs.Dense(3), {"W": "W1"}), cs.Tanh()],
            "W1 b1 z1 a1 b2 z2 a2 losses",
        ),
    ],
)
def test_names(layers: list[Layer | cs.Step], names: str) -> None:
    assert _names(layers) == names


def test_the_last_activation_and_its_cross_entropy_are_one_step() -> None:
    net = cs.Network([cs.Dense(3), cs.Softmax()], 2, cs.CrossEntropy())
    assert [step.rule.kind() for step in net.steps] == ["dense", "cross_entropy"]
    assert net.output == "a1"
    step = net.step([1, 2], [2])
    assert "da1" not in step.arrays
    np.testing.assert_allclose(step["dz1"], step["a1"] - step["y"])


def test_a_shared_layer_collects_gradients_from_all_its_places() -> None:
    first = cs.Step(cs.Dense(2, bias=False), {"W": "K"})
    net = cs.Network([first, cs.Tanh(), first, cs.Tanh()], 2, HALF)
    assert list(net.parameters) == ["K"]
    step = net.step([1, 2], [0, 1])
    both = step["x"].T @ step["dz1"] + step["a1"].T @ step["dz2"]
    np.testing.assert_allclose(step["dK"], both)


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([], "no layers"),
        ([cs.Step(cs.Dense(1), {"x": "a1"})], "'a1' before it is made; results so far: x"),
        ([cs.Add()], "reads two results and names none"),
        ([cs.Dense(2), cs.Step(cs.Add(), {"r": "x"})], "z1 has shape \\(2,\\), but x has \\(3,\\)"),
        ([cs.Dense(2), cs.Step(cs.Dense(1), {"x": "x"})], "nothing reads its result z1"),
        ([cs.Dense(2), cs.Step(cs.Tanh(), {"q": "x"})], "has no 'q'"),
        ([cs.Step(cs.Dense(1), {"W": "x"})], "'x' is no parameter"),
        ([cs.Step(cs.Dense(1), {"W": "a b"})], "cannot be a name"),
        ([cs.Dense(2), cs.Step(cs.Dense(2), {"W": "W1"})], "W1 has shape \\(3, 2\\)"),
        ([cs.Dense(2), cs.Step(cs.Tanh(), {"a": "z1"})], "'z1' of tanh is made twice"),
    ],
)
def test_what_does_not_fit_is_refused(layers: list[Layer | cs.Step], said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        cs.Network(layers, 3, HALF)


def test_a_network_never_changes() -> None:
    net = cs.Network([cs.Dense(2)], 2, HALF)
    before = {name: value.copy() for name, value in net.parameters.items()}
    after = net.step([1, 2], [0, 0]).next
    for name, value in before.items():
        np.testing.assert_array_equal(net.parameters[name], value)
        assert (after.parameters[name] != value).any()
    with pytest.raises(ValueError, match="read-only"):
        net.parameters["W1"][0, 0] = 1


def test_arrays_that_are_given_are_not_taken_over() -> None:
    given = np.ones((2, 1))
    net = cs.Network([cs.Dense(1)], 2, HALF, parameters={"W1": given})
    given[0, 0] = 5
    assert net.parameters["W1"][0, 0] == 1


def test_the_same_seed_gives_the_same_values() -> None:
    one, two, other = (cs.Network([cs.Dense(2)], 2, HALF, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.parameters["W1"], two.parameters["W1"])
    assert (one.parameters["W1"] != other.parameters["W1"]).all()


def test_weights_before_relu_start_wider() -> None:
    relu = cs.Network([cs.Dense(400), cs.ReLU()], 300, HALF).parameters["W1"]
    tanh = cs.Network([cs.Dense(400), cs.Tanh()], 300, HALF).parameters["W1"]
    assert relu.std() == pytest.approx(np.sqrt(2 / 300), rel=0.02)
    assert tanh.std() == pytest.approx(np.sqrt(2 / 700), rel=0.02)
