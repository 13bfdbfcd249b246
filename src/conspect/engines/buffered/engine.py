"""The buffered engine: the calls of a batch, then one sweep of the optimizer over flat vectors."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from conspect.clipping import Clipping
from conspect.engines.buffered.in_place import sweep, whole
from conspect.engines.buffered.passes import Passes
from conspect.engines.flat import Flat
from conspect.engines.job import Job, Rows
from conspect.engines.reference import current_rate
from conspect.engines.straight_line import NotElementwiseError
from conspect.network import Network
from conspect.penalties import Penalty
from conspect.roles import Given, Hyperparameter
from conspect.rule import forward_equations

# Moments fade towards numbers so near 0 that the processor is many times slower with them. Below
# this they are made 0, every so many batches: none fades from here to there meanwhile.
_FLUSH_EVERY = 16
_FLUSH_BELOW = {np.dtype("float32"): 1e-30, np.dtype("float64"): 1e-290}


class Buffered:
    """Trains with NumPy, in arrays that are made once."""

    name = "buffered"

    def __init__(self, job: Job) -> None:
        self._job, self._network = job, job.network
        self._flat = flat = Flat(job.network)
        self._passes: dict[int, Passes] = {}
        self._rate = current_rate(job.network)
        optimizer = job.network.optimizer
        own = set(optimizer.with_role(Hyperparameter)) - {"learning_rate"}
        self._options = {k: v for k, v in optimizer.hyperparameters().items() if k in own}
        vectors = {"p": flat.parameters, "dp": flat.gradients, **flat.moments}
        results = [equation.left.name for equation in forward_equations(type(optimizer))]
        kept = {f"new_{symbol}": symbol for symbol in flat.moments} | {"new_p": "p"}
        try:
            self._update = sweep(optimizer.forward, vectors, results, kept)
        except NotElementwiseError:
            self._update = whole(optimizer.forward, vectors, results, kept)

    def train(self, order: Rows, first: int, last: int) -> npt.NDArray[np.float64]:
        losses = np.empty(last - first)
        size = self._job.batch_size
        with np.errstate(all="ignore"), self._job.threads():
            for batch in range(first, last):
                losses[batch - first] = self._step(order[batch * size : (batch + 1) * size])
                if batch % _FLUSH_EVERY == 0:
                    self._flush()
        return losses

    def _step(self, rows: Rows) -> float:
        job, passes = self._job, self._passes_for(len(rows))
        # With mode="clip", take writes straight into its buffer; the rows are known to exist.
        job.x.take(rows, 0, passes.x, "clip")
        job.y.take(rows, 0, passes.y, "clip")
        if passes.weights is not None and job.weights is not None:
            job.weights.take(rows, 0, passes.weights, "clip")
        for call in passes.calls:
            call()
        loss = passes.loss()
        if self._network.penalty is not None:
            loss += self._penalty(self._network.penalty, passes.weight())
        if not self._network.trained:
            return loss
        if self._network.clipping is not None:
            self._clip(self._network.clipping)
        counters = self._update(**self._flat.counters, **self._options, learning_rate=self._rate)
        self._flat.counters = dict(zip(self._flat.counters, counters, strict=True))
        return loss

    def _passes_for(self, rows: int) -> Passes:
        if rows not in self._passes:
            self._passes[rows] = Passes(self._job, self._flat, rows)
        return self._passes[rows]

    def _penalty(self, penalty: Penalty, weight: float) -> float:
        """The penalty; its gradient is added to the others."""
        given = dict.fromkeys(penalty.with_role(Given), weight)
        options, total = {**penalty.hyperparameters(), **given}, 0.0
        for name in self._network.penalised:
            values = self._flat.views[name]
            total += float(penalty.forward(values, **options).sum())
            self._flat.gradient_views[name] += penalty.backward(values, **options)
        return total

    def _clip(self, clipping: Clipping) -> None:
        gradients = self._flat.gradients
        square = np.asarray(np.square(gradients, dtype=np.float64).sum(), gradients.dtype)
        gradients[...] = clipping.forward(gradients, square, clipping.clip_norm)[-1]

    def _flush(self) -> None:
        least = _FLUSH_BELOW[self._flat.dtype]
        for moments in self._flat.moments.values():
            moments[np.abs(moments) < least] = 0

    def network(self) -> Network:
        return self._flat.to_network(self._network.progress)

    def set_progress(self, progress: Mapping[str, float]) -> None:
        self._network = self._network.at_progress(progress)
        self._rate = current_rate(self._network)
