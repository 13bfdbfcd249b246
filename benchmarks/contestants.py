"""Who takes part in the training benchmark. Each is made from a workload and runs so many steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from floor import Floor, MKLFloor, mkl_path
from workloads import Workload

from conspect.engines.engine import start


class Contestant(Protocol):
    """Trains on the first batches of the workload's order."""

    def run(self, steps: int) -> int:
        """Train for about so many steps; how many it were."""
        ...

    def parameters(self) -> list[Any] | None:
        """The parameters as they stand, to be compared; None if they began elsewhere."""
        ...


class Ours:
    """An engine of conspect. The compiled one runs many more steps, or there is nothing to time."""

    def __init__(self, workload: Workload, engine: str) -> None:
        self.job, self.order = workload.job(), workload.order()
        self.engine = start(engine, self.job)
        self.long = workload.online and engine == "compiled"

    def run(self, steps: int) -> int:
        if self.long and steps > 100:
            steps = len(self.order)
        self.engine.train(self.order, 0, steps)
        return steps

    def parameters(self) -> list[Any]:
        return list(self.engine.network().parameters.values())


class Torch:
    """PyTorch, eager, as its tutorials write it."""

    def __init__(self, workload: Workload, threads: int) -> None:
        import torch

        self.torch, self.threads = torch, threads
        job = workload.job()
        nn = torch.nn
        layers: list[Any] = []
        values = list(job.network.parameters.values())
        for at, (inputs, units) in enumerate(zip(workload.sizes, workload.sizes[1:], strict=False)):
            dense = nn.Linear(inputs, units, dtype=getattr(torch, workload.dtype))
            dense.weight.data = torch.tensor(values[2 * at].T.copy())
            dense.bias.data = torch.tensor(values[2 * at + 1].copy())
            layers += [dense, nn.Sigmoid() if workload.online and not at else nn.ReLU()]
        self.model = nn.Sequential(*(layers if workload.online else layers[:-1]))
        made = {"sgd": lambda p: torch.optim.SGD(p, lr=0.1), "adam": torch.optim.Adam}
        self.optimizer = made[workload.optimizer](self.model.parameters())
        self.x = torch.tensor(job.x)
        self.y = torch.tensor(job.y if workload.online else job.y.argmax(axis=1))
        self.order, self.size = torch.tensor(workload.order()), workload.batch_size
        if workload.online:
            self.loss = lambda a, y: 0.5 * ((a - y) ** 2).sum(dim=1).mean()
        else:
            self.loss = nn.CrossEntropyLoss()

    def run(self, steps: int) -> int:
        self.torch.set_num_threads(self.threads)
        for batch in range(steps):
            rows = self.order[batch * self.size : (batch + 1) * self.size]
            self.optimizer.zero_grad()
            loss = self.loss(self.model(self.x[rows]), self.y[rows])
            loss.backward()
            self.optimizer.step()
            loss.item()
        return steps

    def parameters(self) -> list[Any]:
        return [p.detach().numpy().T for p in self.model.parameters()]


class JAX:
    """JAX: one jitted function that scans over the batches of a turn."""

    def __init__(self, workload: Workload) -> None:
        import jax

        jax.config.update("jax_enable_x64", workload.dtype == "float64")
        job = workload.job()
        self.size, self.order = workload.batch_size, workload.order()
        self.x, self.y = jax.numpy.asarray(job.x), jax.numpy.asarray(job.y)
        p = [jax.numpy.asarray(value) for value in job.network.parameters.values()]
        zeros = [jax.numpy.zeros_like(value) for value in p]
        self.state = (p, zeros, zeros, 0)
        gradient = jax.value_and_grad(_jax_loss(workload))
        update = _jax_update(workload)

        def epoch(state: Any, x: Any, y: Any, batches: Any) -> Any:
            def step(state: Any, rows: Any) -> Any:
                loss, gradients = gradient(state[0], x[rows], y[rows])
                return update(state, gradients), loss

            return jax.lax.scan(step, state, batches)

        self.epoch = jax.jit(epoch)

    def run(self, steps: int) -> int:
        batches = self.order[: steps * self.size].reshape(steps, self.size)
        self.state, losses = self.epoch(self.state, self.x, self.y, batches)
        losses.block_until_ready()
        return steps

    def parameters(self) -> list[Any]:
        return [np.asarray(value) for value in self.state[0]]


def _jax_loss(workload: Workload) -> Callable[..., Any]:
    import jax

    def loss(p: list[Any], x: Any, y: Any) -> Any:
        a, last = x, len(p) // 2 - 1
        for layer in range(last + 1):
            z = a @ p[2 * layer] + p[2 * layer + 1]
            if layer < last:
                a = jax.nn.sigmoid(z) if workload.online else jax.nn.relu(z)
        if workload.online:
            return 0.5 * ((jax.nn.relu(z) - y) ** 2).sum(axis=1).mean()
        return -(y * jax.nn.log_softmax(z)).sum(axis=1).mean()

    return loss


def _jax_update(workload: Workload) -> Callable[..., Any]:
    import jax

    def sgd(state: Any, gradients: Any) -> Any:
        p, m, v, t = state
        return jax.tree.map(lambda p, g: p - 0.1 * g, p, gradients), m, v, t + 1

    def adam(state: Any, gradients: Any) -> Any:
        p, m, v, t = state
        t = t + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, gradients)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, gradients)

        def moved(p: Any, m: Any, v: Any) -> Any:
            root = jax.numpy.sqrt(v / (1 - 0.999**t)) + 1e-8
            return p - 0.001 * m / (1 - 0.9**t) / root

        return jax.tree.map(moved, p, m, v), m, v, t

    return adam if workload.optimizer == "adam" else sgd


class Student:
    """Plain NumPy, as a student writes it: a new array for every result."""

    def __init__(self, workload: Workload) -> None:
        self.job, self.order, self.workload = workload.job(), workload.order(), workload
        self.p = [value.copy() for value in self.job.network.parameters.values()]
        self.m = [np.zeros_like(value) for value in self.p]
        self.v = [np.zeros_like(value) for value in self.p]
        self.t = 0

    def run(self, steps: int) -> int:
        size = self.workload.batch_size
        for batch in range(steps):
            rows = self.order[batch * size : (batch + 1) * size]
            self.update(self.gradients(self.job.x[rows], self.job.y[rows]))
        return steps

    def gradients(self, x: Any, y: Any) -> list[Any]:
        online, p = self.workload.online, self.p
        inputs, last = [x], len(p) // 2 - 1
        for layer in range(last + 1):
            z = inputs[-1] @ p[2 * layer] + p[2 * layer + 1]
            if layer < last:
                inputs.append(1 / (1 + np.exp(-z)) if online else np.maximum(z, 0))
        if online:
            delta = (np.maximum(z, 0) - y) * (z > 0)
        else:
            e = np.exp(z - z.max(axis=1, keepdims=True))
            delta = (e / e.sum(axis=1, keepdims=True) - y) / len(x)
        made: list[Any] = []
        for layer in range(last, -1, -1):
            a = inputs[layer]
            made[:0] = [a.T @ delta, delta.sum(axis=0)]
            if layer:
                delta = (delta @ p[2 * layer].T) * (a * (1 - a) if online else a > 0)
        return made

    def update(self, gradients: list[Any]) -> None:
        self.t += 1
        for i, g in enumerate(gradients):
            if self.workload.optimizer == "sgd":
                self.p[i] = self.p[i] - 0.1 * g
                continue
            self.m[i] = 0.9 * self.m[i] + 0.1 * g
            self.v[i] = 0.999 * self.v[i] + 0.001 * g**2
            m_hat = self.m[i] / (1 - 0.9**self.t)
            v_hat = self.v[i] / (1 - 0.999**self.t)
            self.p[i] = self.p[i] - 0.001 * m_hat / (np.sqrt(v_hat) + 1e-8)

    def parameters(self) -> list[Any]:
        return self.p


class ScikitLearn:
    """scikit-learn's MLP, an epoch a call; it draws its own weights and batches."""

    def __init__(self, workload: Workload) -> None:
        from sklearn.neural_network import MLPClassifier, MLPRegressor

        job = workload.job()
        order = workload.order()[: workload.steps * workload.batch_size]
        self.x, self.steps = job.x[order], workload.steps
        self.y = job.y[order, 0] if workload.online else job.y[order].argmax(axis=1)
        kind = MLPRegressor if workload.online else MLPClassifier
        self.model = kind(
            hidden_layer_sizes=workload.sizes[1:-1],
            activation="logistic" if workload.online else "relu",
            solver=workload.optimizer,
            learning_rate_init=0.1 if workload.optimizer == "sgd" else 0.001,
            alpha=0.0,
            momentum=0.0,
            batch_size=workload.batch_size,
            max_iter=1,
        )
        if not workload.online:
            self.model.partial_fit(self.x, self.y, classes=np.arange(10))

    def run(self, steps: int) -> int:
        self.model.partial_fit(self.x, self.y)
        return self.steps

    def parameters(self) -> None:
        return None


@dataclass(frozen=True)
class Entry:
    """Who takes part.

    Attributes:
        make: the contestant for a workload.
        environment: variables that its process has.
    """

    make: Callable[[Workload], Contestant]
    environment: Mapping[str, str] = field(default_factory=dict)


CONTESTANTS: Mapping[str, Entry] = {
    "PyTorch, 1 thread": Entry(lambda w: Torch(w, 1)),
    "PyTorch, 2 threads": Entry(lambda w: Torch(w, 2)),
    "conspect compiled": Entry(lambda w: Ours(w, "compiled")),
    "conspect compiled, MKL": Entry(lambda w: Ours(w, "compiled"), {"CONSPECT_BLAS": mkl_path()}),
    "conspect buffered": Entry(lambda w: Ours(w, "buffered")),
    "conspect reference": Entry(lambda w: Ours(w, "reference")),
    "scikit-learn": Entry(ScikitLearn),
    "JAX, jit and scan": Entry(JAX),
    "student NumPy": Entry(Student),
    "floor, OpenBLAS": Entry(Floor),
    "floor, MKL": Entry(MKLFloor),
}
