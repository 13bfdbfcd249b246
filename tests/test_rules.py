"""Every layer, loss and optimizer through the harness; and the harness against planted mistakes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import conspect as cs
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.registry import find
from conspect.roles import Input
from conspect.rule import Rule, forward_equations, gradient_equations, results
from conspect.testing import check_layer

REQUIRED: dict[str, dict[str, Any]] = {"dense": {"units": 4}}
OTHERS: list[Rule] = [
    cs.Dense(1),
    cs.LeakyReLU(0.3),
    cs.ELU(0.7),
    cs.ELU(2.5),
    cs.Huber(delta=0.2),
    cs.Huber(delta=3.0),
    cs.SGD(0.003),
]


def _rules() -> list[Rule]:
    bases: list[tuple[str, type[Rule]]] = [
        ("conspect.layers", Layer),
        ("conspect.losses", Loss),
        ("conspect.optimizers", Optimizer),
    ]
    found = [rule for package, base in bases for rule in find(package, base).values()]
    return [rule(**REQUIRED.get(rule.kind(), {})) for rule in found]


@pytest.mark.parametrize("rule", [*_rules(), *OTHERS], ids=repr)
def test_the_three_statements_agree(rule: Rule) -> None:
    check_layer(rule)


@pytest.mark.parametrize("rule", _rules(), ids=repr)
def test_every_equation_has_its_reason(rule: Rule) -> None:
    for equation in forward_equations(type(rule)) + gradient_equations(type(rule)):
        assert equation.reason, equation


# All but exp, whose result itself is too large a number where its input is above 709.
ACTIVATIONS = [
    rule
    for rule in _rules()
    if isinstance(rule, Layer) and "z" in rule.with_role(Input) and rule.kind() != "exp"
]
EXTREMES = [0.0, -0.0, 1000.0, -1000.0, 1e300, -1e300, 1e-300, -1e-300, 40.0, -40.0, 1.7e308]


@pytest.mark.parametrize("layer", ACTIVATIONS, ids=repr)
def test_activations_are_finite_for_any_finite_input(layer: Rule) -> None:
    z = np.array([EXTREMES])
    if layer.kind() == "softmax":
        z = np.array([[1000.0, -1000.0, 0.0], [1e308, 1e308, -1e307]])
    known = {"z": z, **layer.hyperparameters()}
    made = results(layer.forward, known)
    names = [equation.left.name for equation in forward_equations(type(layer))]
    known |= {**dict(zip(names, made, strict=True)), "da": np.ones_like(z)}
    [dz] = results(layer.backward, known)
    assert np.isfinite(made[-1]).all()
    assert np.isfinite(dz).all()


@pytest.mark.parametrize("loss", [cs.BinaryCrossEntropy(), cs.CrossEntropy()], ids=repr)
def test_cross_entropies_are_finite_for_any_score(loss: Loss) -> None:
    z = np.array([[1000.0, -1000.0], [-1e4, 1e4], [0.0, 800.0]])
    for y in (np.eye(2)[[0, 0, 0]], np.eye(2)[[1, 1, 1]]):
        made = dict(
            zip(
                [equation.left.name for equation in forward_equations(type(loss))],
                results(loss.forward, {"z": z, "y": y}),
                strict=True,
            )
        )
        assert np.isfinite(made["losses"]).all()
        assert np.isfinite(loss.backward(made["a"], y)).all()


def test_the_slope_of_relu_at_zero_is_zero() -> None:
    assert cs.ReLU.backward(np.array([5.0]), np.array([0.0])) == 0


# One planted mistake of each kind; every one must be found.


@dataclass(frozen=True)
class WrongForward(cs.Dense):
    @staticmethod
    def forward(x: Any, W: Any, b: Any = 0) -> Any:
        return x @ W - b


@dataclass(frozen=True)
class WrongEquation(cs.Tanh):
    equations = "a[...] = tanh(z[...]) * 1.0000000001  # a hair off"


@dataclass(frozen=True)
class WrongGradientEquation(cs.Sigmoid):
    gradients = "dz[...] = da[...] * a[...] * (1 + a[...])  # a sign"


@dataclass(frozen=True)
class BothBackwardsWrongAlike(cs.Sigmoid):
    gradients = "dz[...] = da[...] * a[...]  # the slope forgotten in both"

    @staticmethod
    def backward(da: Any, a: Any) -> Any:
        return da * a


@dataclass(frozen=True)
class Transposed(cs.Dense):
    @staticmethod
    def backward(dz: Any, x: Any, W: Any) -> Any:
        return dz @ W.T, dz.T @ x, dz.sum(axis=0)


@dataclass(frozen=True)
class BiasNotSummed(cs.Dense):
    @staticmethod
    def backward(dz: Any, x: Any, W: Any) -> Any:
        return dz @ W.T, x.T @ dz, dz


@dataclass(frozen=True)
class WrongOrder(cs.Dense):
    @staticmethod
    def backward(dz: Any, x: Any, W: Any) -> Any:
        return x.T @ dz, dz @ W.T, dz.sum(axis=0)


@dataclass(frozen=True)
class ResultMissing(cs.Dense):
    @staticmethod
    def backward(dz: Any, x: Any, W: Any) -> Any:
        return dz @ W.T, x.T @ dz


@dataclass(frozen=True)
class GradientMissing(cs.Dense):
    gradients = """
        dx[n,i] = sum(j, dz[n,j] * W[i,j])  # the others are forgotten
    """

    @staticmethod
    def backward(dz: Any, x: Any, W: Any) -> Any:
        return dz @ W.T


@dataclass(frozen=True)
class Upcast(cs.Tanh):
    @staticmethod
    def forward(z: Any) -> Any:
        return np.tanh(z).astype(np.float64)


@dataclass(frozen=True)
class MeanForSum(cs.SquaredError):
    @staticmethod
    def backward(a: Any, y: Any) -> Any:
        return 2 * (a - y) / len(a)


@dataclass(frozen=True)
class WrongHyperparameter(cs.LeakyReLU):
    @staticmethod
    def backward(da: Any, z: Any, slope: Any) -> Any:
        return np.where(z > 0, da, 2 * slope * da)


@dataclass(frozen=True)
class UphillStep(cs.SGD):
    @staticmethod
    def forward(p: Any, dp: Any, learning_rate: Any) -> Any:
        return p + learning_rate * dp


@pytest.mark.parametrize(
    "wrong",
    [
        WrongForward(4),
        WrongEquation(),
        WrongGradientEquation(),
        BothBackwardsWrongAlike(),
        Transposed(4),
        BiasNotSummed(4),
        WrongOrder(4),
        ResultMissing(4),
        GradientMissing(4),
        Upcast(),
        MeanForSum(),
        WrongHyperparameter(),
        UphillStep(),
    ],
    ids=lambda rule: type(rule).__name__,
)
def test_the_harness_rejects_a_planted_mistake(wrong: Rule) -> None:
    with pytest.raises(AssertionError, match=type(wrong).__name__):
        check_layer(wrong)
