"""From scikit-learn's parameters to a network."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.layers import Layer
from conspect.layers.dense import Dense
from conspect.layers.exp import Exp
from conspect.layers.linear import Linear
from conspect.layers.relu import ReLU
from conspect.layers.sigmoid import Sigmoid
from conspect.layers.softmax import Softmax
from conspect.layers.tanh import Tanh
from conspect.losses import Loss
from conspect.losses.binary_cross_entropy import BinaryCrossEntropy
from conspect.losses.cross_entropy import CrossEntropy
from conspect.losses.half_squared_error import HalfSquaredError
from conspect.losses.poisson import Poisson
from conspect.network import Network
from conspect.optimizers import Optimizer
from conspect.optimizers.adam_epsilon_hat import AdamEpsilonHat
from conspect.optimizers.lbfgs import LBFGS
from conspect.optimizers.momentum import Momentum
from conspect.optimizers.nesterov import Nesterov
from conspect.optimizers.sgd import SGD
from conspect.penalties.l2_by_rows import L2ByRows
from conspect.schedules import Schedule
from conspect.schedules.inverse_scaling import InverseScaling
from conspect.schedules.plateau import Plateau

Floats = npt.NDArray[np.floating[Any]]

ACTIVATIONS: dict[str, type[Layer]] = {
    "identity": Linear,
    "logistic": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
}
#: by the activation of the output
OUTPUTS: dict[str, tuple[type[Layer], type[Loss]]] = {
    "identity": (Linear, HalfSquaredError),
    "exp": (Exp, Poisson),
    "logistic": (Sigmoid, BinaryCrossEntropy),
    "softmax": (Softmax, CrossEntropy),
}


def build(estimator: Any, rows: int) -> Network:
    """The network that an estimator's parameters describe, with its present coefficients.

    Args:
        estimator: with `coefs_`, `intercepts_` and `out_activation_`.
        rows: how many samples an epoch has.
    """
    hidden = ACTIVATIONS[estimator.activation]
    last, loss = OUTPUTS[estimator.out_activation_]
    layers: list[Layer] = []
    for weights in estimator.coefs_[:-1]:
        layers += [Dense(weights.shape[1]), hidden()]
    layers += [Dense(estimator.coefs_[-1].shape[1]), last()]
    network = Network(
        layers,
        len(estimator.coefs_[0]),
        loss(),
        _optimizer(estimator),
        dict.fromkeys(parameters(estimator), 0.0),
        penalty=L2ByRows(estimator.alpha) if estimator.alpha else None,
        schedule=_schedule(estimator, rows),
    )
    dtype = estimator.coefs_[0].dtype
    state = {name: np.asarray(value, dtype) for name, value in network.state.items()}
    return network.replaced(parameters(estimator), state)


def parameters(estimator: Any) -> dict[str, Floats]:
    """The coefficients by the network's names: `W1 b1 W2 b2`."""
    pairs = enumerate(zip(estimator.coefs_, estimator.intercepts_, strict=True), 1)
    return {
        name: value
        for number, (weights, bias) in pairs
        for name, value in ((f"W{number}", weights), (f"b{number}", bias))
    }


def _optimizer(estimator: Any) -> Optimizer:
    rate = float(estimator.learning_rate_init)
    if estimator.solver == "adam":
        return AdamEpsilonHat(rate, estimator.beta_1, estimator.beta_2, estimator.epsilon)
    if estimator.solver == "lbfgs":
        # What SciPy takes where scikit-learn leaves the choice to it.
        return LBFGS(rate, 10, estimator.tol, float(2.0**-52 * 1e7))
    if not estimator.momentum:
        return SGD(rate)
    kind = Nesterov if estimator.nesterovs_momentum else Momentum
    return kind(rate, estimator.momentum)


def _schedule(estimator: Any, rows: int) -> Schedule | None:
    if estimator.solver != "sgd" or estimator.learning_rate == "constant":
        return None
    if estimator.learning_rate == "invscaling":
        return InverseScaling(rows, estimator.power_t)
    # The estimator itself says when the rate drops: by its own tolerance, or the validation score.
    return Plateau(factor=0.2)


def draw(
    sizes: list[int], activation: str, generator: np.random.RandomState, dtype: Any
) -> tuple[list[Floats], list[Floats]]:
    """Coefficients and intercepts to start from, drawn as scikit-learn draws them.

    Source: X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
    networks (2010), eq. 16; narrower for the logistic function.
    """
    factor = 2.0 if activation == "logistic" else 6.0
    coefs, intercepts = [], []
    for inputs, units in pairwise(sizes):
        bound = np.sqrt(factor / (inputs + units))
        coefs.append(generator.uniform(-bound, bound, (inputs, units)).astype(dtype))
        intercepts.append(generator.uniform(-bound, bound, units).astype(dtype))
    return coefs, intercepts
