"""What the training benchmark trains: networks, rows, batches; the same for every contestant."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

import conspect as cs
from conspect.engines.job import Job


@dataclass(frozen=True)
class Workload:
    """A network of dense layers and how it is trained.

    Attributes:
        name: as in the table.
        sizes: numbers of units, the inputs first.
        rows, batch_size: how many rows, and how many a step.
        optimizer: `sgd` or `adam`.
        dtype: the precision.
        steps: how many steps one timing takes.
    """

    name: str
    sizes: tuple[int, ...]
    rows: int
    batch_size: int
    optimizer: str
    dtype: str
    steps: int

    @property
    def online(self) -> bool:
        """The 2-2-1 network: sigmoid, then relu, half squared error; the others classify."""
        return self.name == "A"

    def network(self) -> cs.Network:
        hidden = cs.Sigmoid() if self.online else cs.ReLU()
        layers: list[cs.Layer] = []
        for units in self.sizes[1:-1]:
            layers += [cs.Dense(units), hidden]
        layers += [cs.Dense(self.sizes[-1]), cs.ReLU() if self.online else cs.Softmax()]
        return cs.Network(
            layers,
            inputs=self.sizes[0],
            loss=cs.HalfSquaredError() if self.online else cs.CrossEntropy(),
            optimizer=cs.Adam() if self.optimizer == "adam" else cs.SGD(0.1),
            seed=1,
        )

    def job(self) -> Job:
        """The network and its rows in the workload's precision, the same every time."""
        generator = np.random.default_rng(0)
        x = generator.random((self.rows, self.sizes[0])).astype(self.dtype)
        if self.online:
            y = x.mean(axis=1, keepdims=True)
        else:
            y = np.eye(self.sizes[-1], dtype=self.dtype)[
                generator.integers(0, self.sizes[-1], self.rows)
            ]
        network = self.network()
        parameters = {n: v.astype(self.dtype) for n, v in network.parameters.items()}
        state = {n: v.astype(self.dtype) if v.ndim else v for n, v in network.state.items()}
        return Job(network.replaced(parameters, state), x, y, None, self.batch_size, epochs=1)

    def order(self) -> npt.NDArray[np.intp]:
        """Rows for all steps of a turn: epochs of whole batches, one after the other."""
        whole = self.rows // self.batch_size * self.batch_size
        generator = np.random.default_rng(2)
        epochs = -(-self.steps * self.batch_size // whole)
        return np.concatenate([generator.permutation(self.rows)[:whole] for _ in range(epochs)])


WORKLOADS = {
    workload.name: workload
    for workload in (
        Workload("A", (2, 2, 1), 20_000, 1, "sgd", "float64", 300),
        Workload("B32", (64, 100, 10), 1_797, 32, "adam", "float32", 56),
        Workload("B200", (64, 100, 10), 1_797, 200, "adam", "float32", 27),
        Workload("C", (784, 128, 10), 60_000, 128, "adam", "float32", 40),
        Workload("D", (784, 1024, 1024, 10), 10_000, 256, "sgd", "float32", 6),
    )
}
