"""How the coefficients are found: batch by batch, or all at once."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import shuffle

from conspect.engines import reference
from conspect.engines.engine import start
from conspect.engines.job import Job
from conspect.estimators.rows import SparseRows
from conspect.network import Network

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


def minimise(
    network: Network,
    x: Floats,
    y: Floats,
    weights: Floats | None,
    *,
    max_iter: int,
    max_fun: int,
    tol: float,
    verbose: bool,
) -> tuple[Network, float, int]:
    """L-BFGS over all rows at once: the network at the minimum, the loss there, the iterations.

    Source: R. Byrd, P. Lu, J. Nocedal, C. Zhu, A limited memory algorithm for bound constrained
    optimization (1995), as SciPy has it.
    """
    import scipy.optimize

    names = list(network.trained)
    shapes = [network.parameters[name].shape for name in names]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]

    def at(packed: npt.NDArray[np.float64]) -> Network:
        parts = np.split(packed, ends)
        values = {
            name: part.reshape(shape).astype(x.dtype, copy=False)
            for name, part, shape in zip(names, parts, shapes, strict=True)
        }
        return network.replaced(values, network.state)

    def loss_and_gradient(
        packed: npt.NDArray[np.float64],
    ) -> tuple[float, npt.NDArray[np.float64]]:
        here = at(packed)
        arrays = reference.forward(here, x, y)
        if weights is not None:
            arrays["weights"] = weights
        gradients = reference.backward(here, arrays)
        packed_gradient = np.concatenate([gradients[f"d{name}"].ravel() for name in names])
        return float(reference.batch_loss(here, arrays)), packed_gradient.astype(np.float64)

    with np.errstate(all="ignore"):
        found = scipy.optimize.minimize(
            loss_and_gradient,
            np.concatenate([network.parameters[n].ravel() for n in names]).astype(np.float64),
            method="L-BFGS-B",
            jac=True,
            options={"maxfun": max_fun, "maxiter": max_iter, "gtol": tol},
        )
    iterations = min(int(found.nit), max_iter)
    if verbose:
        print(f"lbfgs: {iterations} iterations, loss = {found.fun:.8f}")
    if found.status != 0:
        _warn(found, iterations, max_iter)
    return at(found.x), float(found.fun), iterations


def _warn(found: Any, iterations: int, max_iter: int) -> None:
    more = (
        f"\nIncrease the number of iterations to improve the convergence (max_iter={max_iter})."
        if iterations == max_iter
        else ""
    )
    warnings.warn(
        f"lbfgs failed to converge after {iterations} iteration(s) (status={found.status}):\n"
        f"{found.message}\n{more}\n"
        "You might also want to scale the data as shown in:\n"
        "    https://scikit-learn.org/stable/modules/preprocessing.html",
        ConvergenceWarning,
        stacklevel=5,
    )
