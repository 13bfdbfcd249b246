"""Networks and rows that every engine is tried on, and the comparison with the reference."""

from dataclasses import replace
from typing import Any

import numpy as np

import conspect as cs
from conspect.engines.engine import Engine
from conspect.engines.job import Job
from conspect.engines.plain import Plain
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.optimizers import Optimizer
from conspect.registry import find
from conspect.roles import Input
from conspect.step import Step

# What takes all rows at once runs on no engine.
OPTIMIZERS = {
    kind: made
    for kind, made in find("conspect.optimizers", Optimizer).items()
    if not made.full_batch
}
LOSSES = find("conspect.losses", Loss)
LAYERS = find("conspect.layers", Layer)
ACTIVATIONS = {
    kind: layer
    for kind, layer in LAYERS.items()
    if len(layer.with_role(Input)) == 1 and layer.symbols.keys() >= {"z", "a"}
}


def job(network: cs.Network, rows: int = 11, batch_size: int = 4, **more: Any) -> Job:
    generator = np.random.default_rng(5)
    x = generator.normal(size=(rows, *network.shapes["x"]))
    shares = generator.uniform(0.1, 1, (rows, *network.shapes["y"]))
    y = shares / shares.sum(axis=1, keepdims=True)
    job = Job(network, x, y, None, batch_size, epochs=2)
    return replace(job, **more)


def small(loss: Loss | None = None, optimizer: Optimizer | None = None, **more: Any) -> cs.Network:
    loss = loss or cs.CrossEntropy()
    layers: list[Layer] = [cs.Dense(4), cs.Tanh(), cs.Dense(3)]
    if loss.absorbs is not None:
        layers.append(LAYERS[loss.absorbs]())
    return cs.Network(layers, inputs=5, loss=loss, optimizer=optimizer, seed=2, **more)


def check_same(task: Job, engine: type[Engine], tolerance: float = 1e-12) -> None:
    """Two epochs in two orders, the second in two goes."""
    plain, other = Plain(task), engine(task)  # type: ignore[call-arg]
    for seed in (1, 2):
        order = np.random.default_rng(seed).permutation(task.rows)
        wanted = plain.train(order, 0, task.batches())
        made = np.concatenate([other.train(order, 0, 1), other.train(order, 1, task.batches())])
        assert np.allclose(made, wanted, rtol=tolerance, atol=tolerance)
    expected, found = plain.network(), other.network()
    for name, values in expected.parameters.items():
        assert np.allclose(found.parameters[name], values, rtol=tolerance, atol=tolerance), name
        assert found.parameters[name].dtype == values.dtype
    assert found.state.keys() == expected.state.keys()
    for name, values in expected.state.items():
        assert np.allclose(found.state[name], values, rtol=tolerance, atol=tolerance), name


NETWORKS: dict[str, Job] = {
    **{f"optimizer {kind}": job(small(optimizer=made())) for kind, made in OPTIMIZERS.items()},
    **{f"loss {kind}": job(small(made())) for kind, made in LOSSES.items()},
    **{f"sum of {kind}": job(small(made(reduction="sum"))) for kind, made in LOSSES.items()},
    **{
        f"activation {kind}": job(
            cs.Network([cs.Dense(4), made(), cs.Dense(2)], inputs=3, loss=cs.SquaredError())
        )
        for kind, made in ACTIVATIONS.items()
    },
    "one row a batch": job(small(), batch_size=1),
    "rows with weights": job(small(), weights=np.linspace(0.5, 2, 11)),
    "one row a batch, with its weight": job(
        small(cs.HalfSquaredError()), batch_size=1, weights=np.linspace(0.5, 2, 11)
    ),
    "weights and a sum": job(small(cs.HalfSquaredError("sum")), weights=np.linspace(0.5, 2, 11)),
    "penalty": job(small(penalty=cs.L2(0.3))),
    "penalty by rows": job(small(penalty=cs.L2ByRows(0.3))),
    "penalty by one row": job(small(penalty=cs.L2ByRows(0.3)), batch_size=1),
    "penalty by weight": job(small(penalty=cs.L2ByRows(0.3)), weights=np.linspace(0.5, 2, 11)),
    "clipping": job(small(clipping=cs.Clipping(0.05), optimizer=cs.Adam())),
    "schedule": job(small(schedule=cs.Exponential(0.5)).after_epoch(1.0)),
    "fixed": job(small(fixed=["W1", "b2"])),
    "all fixed": job(small(fixed=["W1", "b1", "W2", "b2"], optimizer=cs.Adam())),
    "no bias": job(cs.Network([cs.Dense(2, bias=False)], inputs=3, loss=cs.SquaredError())),
    "softmax inside": job(
        cs.Network([cs.Dense(3), cs.Softmax(), cs.Dense(2)], inputs=4, loss=cs.Huber(delta=0.3))
    ),
    "paths that join": job(
        cs.Network(
            [cs.Dense(3), cs.Tanh(), cs.Dense(3), cs.Tanh(), Step(cs.Add(), {"r": "a1"})],
            inputs=3,
            loss=cs.SquaredError(),
        )
    ),
    "shared parameters": job(
        cs.Network(
            [cs.Dense(3), cs.Tanh(), Step(cs.Dense(3), {"W": "W1", "b": "b1"}), cs.Dense(2)],
            inputs=3,
            loss=cs.SquaredError(),
        )
    ),
    "larger": job(cs.Network([cs.Dense(40), cs.ReLU(), cs.Dense(2)], 30, cs.SquaredError())),
}


def in_single_precision(task: Job) -> Job:
    network = task.network
    parameters = {name: value.astype("float32") for name, value in network.parameters.items()}
    state = {n: v.astype("float32") if v.ndim else v for n, v in network.state.items()}
    x, y = task.x.astype("float32"), task.y.astype("float32")
    return replace(task, network=network.replaced(parameters, state), x=x, y=y)
