"""Who takes part in the training benchmark. Each is made from a workload and runs so many steps."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
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
        self.factor = 50 if workload.online and engine == "compiled" else 1

    def run(self, steps: int) -> int:
        count = min(steps * self.factor, self.job.batches())
        self.engine.train(self.order, 0, count)
        return count

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
        rows = min(workload.steps * workload.batch_size, workload.rows)
        self.x, self.steps = job.x[:rows], -(-rows // workload.batch_size)
        self.y = job.y[:rows, 0] if workload.online else job.y[:rows].argmax(axis=1)
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


class Floor:
    """The matrix products of a step alone, into arrays that are there already."""

    def __init__(self, workload: Workload) -> None:
        n, dtype = workload.batch_size, workload.dtype
        random = np.random.default_rng(0).random
        self.products: list[tuple[Any, Any, Any]] = []
        for at, (i, j) in enumerate(zip(workload.sizes, workload.sizes[1:], strict=False)):
            x, W, z = (random(s).astype(dtype) for s in ((n, i), (i, j), (n, j)))
            self.products += [(x, W, z), (x.T, z.copy(), W.copy())]
            if at:
                self.products.append((z.copy(), W.T, x.copy()))

    def run(self, steps: int) -> int:
        for _ in range(steps):
            for left, right, out in self.products:
                np.dot(left, right, out)
        return steps

    def parameters(self) -> None:
        return None


CONTESTANTS: Mapping[str, Callable[[Workload], Contestant]] = {
    "PyTorch, 1 thread": lambda w: Torch(w, 1),
    "PyTorch, 2 threads": lambda w: Torch(w, 2),
    "conspect compiled": lambda w: Ours(w, "compiled"),
    "conspect buffered": lambda w: Ours(w, "buffered"),
    "conspect reference": lambda w: Ours(w, "reference"),
    "scikit-learn": ScikitLearn,
    "student NumPy": Student,
    "floor (matrix products)": Floor,
}
