"""What an engine is given to do."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.engines import blas
from conspect.network import Network

# Products of fewer multiplications are done, on one core, before threads have found each other.
_WORTH_THREADS = 2**22

Floats = npt.NDArray[np.floating[Any]]
Rows = npt.NDArray[np.intp]


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

    def threads(self) -> AbstractContextManager[None]:
        """What to train in: it keeps BLAS to one thread unless its products are large."""
        largest = max(value.size for value in self.network.parameters.values())
        if self.batch_size * largest < _WORTH_THREADS:
            return blas.one_thread()
        return nullcontext()

    def batch_weights(self, order: Rows) -> npt.NDArray[np.float64]:
        """What each batch counts: its number of rows, or the sum of their weights."""
        if self.weights is None:
            return self._batch_sizes
        starts = np.arange(0, self.rows, self.batch_size)
        return np.add.reduceat(self.weights[order].astype(np.float64), starts)

    @cached_property
    def _batch_sizes(self) -> npt.NDArray[np.float64]:
        sizes = np.full(self.batches(), float(self.batch_size))
        sizes[-1] = self.rows - (self.batches() - 1) * self.batch_size
        return sizes
