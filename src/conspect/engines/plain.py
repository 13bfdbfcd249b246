"""The reference engine as the training loop sees it: one batch after the other, nothing kept."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from conspect.engines import reference
from conspect.engines.job import Job, Rows
from conspect.network import Network


class Plain:
    """Trains with the layers' own functions."""

    name = "reference"

    def __init__(self, job: Job) -> None:
        self._job, self._network = job, job.network

    def train(self, order: Rows, first: int, last: int) -> npt.NDArray[np.float64]:
        losses = np.empty(last - first)
        size = self._job.batch_size
        for batch in range(first, last):
            rows = order[batch * size : (batch + 1) * size]
            losses[batch - first] = self._step(rows)
        return losses

    def _step(self, rows: Rows) -> float:
        job = self._job
        weights = None if job.weights is None else job.weights[rows]
        self._network, loss = reference.advance(self._network, job.x[rows], job.y[rows], weights)
        return loss

    def network(self) -> Network:
        return self._network

    def set_progress(self, progress: Mapping[str, float]) -> None:
        self._network = self._network.at_progress(progress)
