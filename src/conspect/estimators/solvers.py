"""How the coefficients are found: batch by batch, or all at once."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import shuffle

from conspect.engines.engine import start
from conspect.engines.job import Job
from conspect.estimators.rows import SparseRows
from conspect.network import Network
from conspect.training.full_batch import CONVERGED, Found, minimise

Floats = npt.NDArray[np.floating[Any]]


class Epochs:
    """Training batch by batch; each turn is an epoch.

    Args:
        network: where to start.
        x, y, weights: rows in the network's precision; weights None for all alike.
        batch_size: rows a step.
        epochs: at most so many.
        engine: its name.
    """

    def __init__(
        self,
        network: Network,
        x: Any,
        y: Floats,
        weights: Floats | None,
        *,
        batch_size: int,
        epochs: int,
        engine: str,
    ) -> None:
        self.job = Job(network, x, y, weights, batch_size, epochs)
        # Sparse rows are dense only while they are used, which needs the readable engine.
        self.engine = start("reference" if isinstance(x, SparseRows) else engine, self.job)
        self.order = np.arange(len(y))

    def run(self, generator: np.random.RandomState | None) -> float:
        """An epoch, its rows shuffled anew if there is a generator; the batches' mean loss."""
        if generator is not None:
            self.order = shuffle(self.order, random_state=generator)
        losses = self.engine.train(self.order, 0, self.job.batches())
        sizes = np.diff(np.arange(0, self.job.rows, self.job.batch_size), append=self.job.rows)
        return float(np.average(losses, weights=sizes))

    def network(self) -> Network:
        """The network as it stands."""
        return self.engine.network()


def search(
    network: Network,
    x: Floats,
    y: Floats,
    weights: Floats | None,
    *,
    max_iter: int,
    max_fun: int,
    verbose: bool,
) -> tuple[Network, float, int]:
    """L-BFGS over all rows at once: the network at the minimum, the loss there, the iterations."""
    found = minimise(network, x, y, weights, steps=max_iter, evaluations=max_fun)
    if verbose:
        print(f"lbfgs: {found.steps} iterations, loss = {found.loss:.8f}")
    if found.status != CONVERGED:
        _warn(found, max_iter)
    return found.network, found.loss, found.steps


def _warn(found: Found, max_iter: int) -> None:
    more = (
        f"\nIncrease the number of iterations to improve the convergence (max_iter={max_iter})."
        if found.steps == max_iter
        else ""
    )
    warnings.warn(
        f"lbfgs failed to converge after {found.steps} iteration(s) (status={found.status}):\n"
        f"{found.message}\n{more}\n"
        "You might also want to scale the data as shown in:\n"
        "    https://scikit-learn.org/stable/modules/preprocessing.html",
        ConvergenceWarning,
        stacklevel=5,
    )
