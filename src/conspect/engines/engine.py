"""What every engine offers to the training loop, and how one is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.network import Network
from conspect.registry import nearest

Floats = npt.NDArray[np.floating[Any]]
Rows = npt.NDArray[np.intp]

ENGINES = ("reference",)


@dataclass(frozen=True)
class Job:
    """What an engine is to train: a network and its rows, all in one precision.

    Attributes:
        network: the network to start from.
        x, y: inputs and targets, one row a sample.
        weights: how much each row counts; None if all count the same.
        batch_size: rows a step.
        epochs: how many there will be, as far as is known.
    """

    network: Network
    x: Floats
    y: Floats
    weights: Floats | None
    batch_size: int
    epochs: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.x)

    def batches(self) -> int:
        """How many batches an epoch has; the last may be smaller."""
        return -(-self.rows // self.batch_size)

    def batch_weights(self, order: Rows) -> npt.NDArray[np.float64]:
        """What each batch counts: its number of rows, or the sum of their weights."""
        starts = np.arange(0, self.rows, self.batch_size)
        if self.weights is not None:
            return np.add.reduceat(self.weights[order].astype(np.float64), starts)
        return np.diff(starts, append=self.rows).astype(np.float64)


class Engine(Protocol):
    """Trains one network on the rows of one job."""

    name: str

    def train(self, order: Rows, first: int, last: int) -> npt.NDArray[np.float64]:
        """Train on the batches `first` to `last` − 1 of an epoch that takes the rows in this order.

        Returns:
            The loss of each batch, before its step.
        """
        ...

    def network(self) -> Network:
        """The network as it stands, with copies of its parameters and state."""
        ...

    def set_progress(self, progress: Mapping[str, float]) -> None:
        """Go to this place in the schedule of the learning rate."""
        ...


def start(name: str, job: Job) -> Engine:
    """The engine of that name, ready to train; `auto` chooses the one that is done first.

    Raises:
        InputError: there is no such engine.
        MissingExtraError: the engine needs a package that is not installed.
    """
    if name not in ("auto", *ENGINES):
        raise InputError(f"unknown engine {name!r}", nearest(name, ("auto", *ENGINES)))
    from conspect.engines.plain import Plain

    return Plain(job)
