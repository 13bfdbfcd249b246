"""Random networks with a batch of random rows, the same for the same seed."""

from typing import Any

import numpy as np
import numpy.typing as npt

import conspect as cs
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.registry import find
from conspect.schedules import Schedule
from conspect.schedules.inverse_scaling import InverseScaling

Floats = npt.NDArray[np.float64]

ACTIVATIONS: list[type[Layer]] = [
    cs.Linear,
    cs.ReLU,
    cs.LeakyReLU,
    cs.ELU,
    cs.Tanh,
    cs.Sigmoid,
    cs.Softplus,
    cs.SiLU,
    cs.GELU,
    cs.Softmax,
]
LOSSES: list[type[Loss]] = [
    cs.HalfSquaredError,
    cs.SquaredError,
    cs.MeanSquaredError,
    cs.MeanAbsoluteError,
    cs.Huber,
    cs.BinaryCrossEntropy,
    cs.CrossEntropy,
]


OPTIMIZERS = [
    kind for name, kind in find("conspect.optimizers", Optimizer).items() if name != "lbfgs"
]
SCHEDULES: list[Schedule | None] = [
    None,
    cs.Cosine(period=6, lowest=0.01, warmup=2),
    cs.Exponential(),
    InverseScaling(),
    cs.Plateau(),
    cs.StepDecay(every=2),
    cs.WarmUp(),
]


def random_step(seed: int) -> cs.Trace:
    """A step of a random network; eight seeds in a row know all ways to learn."""
    network, x, y = random_network(
        seed,
        optimizer=OPTIMIZERS[seed % len(OPTIMIZERS)](),
        schedule=SCHEDULES[seed % len(SCHEDULES)],
        penalty=[None, cs.L2(0.01)][seed % 2],
        clipping=[None, cs.Clipping(0.1), cs.Clipping(100)][seed % 3],
    )
    for _ in range(seed % 4):
        trace = network.step(x, y)
        network = trace.next.after_epoch(trace.loss)
    return network.step(x, y)


def random_network(
    seed: int, most_units: int = 5, **learning: Any
) -> tuple[cs.Network, Floats, Floats]:
    """A network of 1 to 4 dense layers, some with a residual connection or a shared layer.

    Args:
        seed: of all that is random.
        most_units: of a layer.
        learning: how it learns, if not by plain steps: optimizer, schedule, penalty, clipping.
    """
    generator = np.random.default_rng(seed)
    units = [int(n) for n in generator.integers(1, most_units + 1, generator.integers(1, 5))]
    extra = ["none", "residual", "shared"][int(generator.integers(3))]
    layers: list[Layer | cs.Step] = []
    loss = _pick(generator, LOSSES)(reduction=_pick(generator, ["mean", "sum"]))
    if isinstance(loss, cs.CrossEntropy) and units[-1] == 1:
        units[-1] = 2
    for position, count in enumerate(units):
        layers.append(cs.Dense(count, bias=bool(generator.random() < 0.8)))
        last = position == len(units) - 1
        if not last or loss.absorbs is None:
            layers.append(_activation(generator))
        if extra == "residual" and not last and position == 0:
            layers = _with_residual(layers, count)
        if extra == "shared" and not last and position == 0:
            layers = _with_shared(layers, count)
    if loss.absorbs is not None:
        layers.append({"sigmoid": cs.Sigmoid, "softmax": cs.Softmax}[loss.absorbs]())
    inputs = int(generator.integers(1, most_units + 1))
    learning = {"optimizer": cs.SGD(round(generator.uniform(0.01, 1), 3)), **learning}
    net = cs.Network(layers, inputs, loss, seed=seed, **learning)
    samples = int(generator.integers(1, 8))
    x = generator.normal(0, 0.8, (samples, inputs)).round(int(generator.integers(1, 9)))
    return net, x, _targets(generator, loss, samples, units[-1])


def _pick(generator: np.random.Generator, choices: list[Any]) -> Any:
    return choices[int(generator.integers(len(choices)))]


def _activation(generator: np.random.Generator) -> Layer:
    kind = _pick(generator, ACTIVATIONS)
    if kind is cs.LeakyReLU:
        return cs.LeakyReLU(round(generator.uniform(0.01, 0.5), 2))
    if kind is cs.ELU:
        return cs.ELU(round(generator.uniform(0.5, 2), 1))
    layer: Layer = kind()
    return layer


def _with_residual(layers: list[Layer | cs.Step], count: int) -> list[Layer | cs.Step]:
    """After the first layer: another of the same size, and its input added to what it makes."""
    result = "z1" if isinstance(layers[1], cs.Linear) else "a1"
    return [*layers, cs.Dense(count), cs.Step(cs.Add(), {"r": result}), cs.Tanh()]


def _with_shared(layers: list[Layer | cs.Step], count: int) -> list[Layer | cs.Step]:
    """After the first layer: one of the same size, used twice, its weights shared."""
    first = cs.Step(cs.Dense(count, bias=False), {"W": "W2"})
    return [*layers, first, cs.Sigmoid(), cs.Step(cs.Dense(count), {"W": "W2"}), cs.Tanh()]


def _targets(generator: np.random.Generator, loss: Loss, samples: int, outputs: int) -> Floats:
    if isinstance(loss, cs.BinaryCrossEntropy):
        return generator.integers(0, 2, (samples, outputs)).astype(float)
    if isinstance(loss, cs.CrossEntropy):
        return np.eye(outputs)[generator.integers(0, outputs, samples)]
    return generator.normal(0, 1.5, (samples, outputs)).round(2)
