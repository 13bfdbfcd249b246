"""The compiled engine: all batches of an epoch in one call of machine code."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from conspect.engines import blas
from conspect.engines.compiled import cache, program
from conspect.engines.compiled.program.rules import options
from conspect.engines.flat import Flat
from conspect.engines.job import Job, Rows
from conspect.engines.reference import current_rate
from conspect.network import Network


def source_for(job: Job) -> str:
    """The source of the function that trains this job.

    Raises:
        NotCompilableError: a rule of the network is neither element-wise nor has a kernel.
    """
    return program.source(job, blas.find())


class Compiled:
    """Trains with a function that Numba made of the network."""

    name = "compiled"

    def __init__(self, job: Job) -> None:
        self._module, self._sealed = cache.load(source_for(job)), False
        self._train = self._module.train
        self._job, self._network = job, job.network
        self._flat = Flat(job.network)
        dtype = self._flat.dtype
        found = blas.find()
        self._gemm = 0 if found is None else found.gemm[dtype.name]
        self._moments = np.array(list(self._flat.moments.values()), dtype).reshape(
            len(self._flat.moments), len(self._flat.parameters)
        )
        self._flat.moments = dict(zip(self._flat.moments, self._moments, strict=True))
        fixed = [
            value.ravel()
            for name, value in job.network.parameters.items()
            if name not in job.network.trained
        ]
        self._fixed = np.concatenate([np.zeros(0), *fixed]).astype(dtype)
        self._options = np.array(options(job.network), dtype=np.float64)
        self._rate = current_rate(job.network)
        self._x = np.ascontiguousarray(job.x).reshape(job.rows, -1)
        self._y = np.ascontiguousarray(job.y)
        self._weights = np.zeros(0, dtype) if job.weights is None else job.weights

    def train(self, order: Rows, first: int, last: int) -> npt.NDArray[np.float64]:
        losses = np.empty(last - first)
        counters = np.array(list(self._flat.counters.values()), dtype=np.float64)
        with self._job.threads():
            self._train(
                self._gemm,
                self._x,
                self._y,
                self._weights,
                order,
                first,
                last,
                self._job.batch_size,
                self._flat.parameters,
                self._flat.gradients,
                self._moments,
                counters,
                self._fixed,
                self._options,
                self._rate,
                losses,
            )
        if not self._sealed:
            cache.seal(self._module)
            self._sealed = True
        self._flat.counters = dict(zip(self._flat.counters, counters.tolist(), strict=True))
        return losses

    def network(self) -> Network:
        return self._flat.to_network(self._network.progress)

    def set_progress(self, progress: Mapping[str, float]) -> None:
        self._network = self._network.at_progress(progress)
        self._rate = current_rate(self._network)
