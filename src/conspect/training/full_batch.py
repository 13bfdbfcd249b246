"""Training on all rows at once, by SciPy's L-BFGS."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.engines import reference
from conspect.errors import MissingExtraError
from conspect.network import Network
from conspect.optimizers.lbfgs import LBFGS

Floats = npt.NDArray[np.floating[Any]]
Vector = npt.NDArray[np.float64]

#: SciPy's status where the search ended by itself, and where it found no better place
CONVERGED, STUCK = 0, 2
_STOPPED = 1

#: told after every step: the network then, and the loss before it; whether that is enough
OnStep = Callable[[Network, float], bool]


@dataclass(frozen=True)
class Found:
    """What the search came to.

    Attributes:
        network: at the end.
        before: as it was before the last step; its state holds that step's direction and length.
        loss: at the end.
        steps: how many there were.
        status, message: SciPy's: `CONVERGED`, `STUCK`, or 1 where a limit was reached.
    """

    network: Network
    before: Network
    loss: float
    steps: int
    status: int
    message: str


def minimise(
    network: Network,
    x: Floats,
    y: Floats,
    weights: Floats | None = None,
    *,
    steps: int,
    evaluations: int | None = None,
    on_step: OnStep | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Found:
    """Take steps of L-BFGS until the loss no longer falls.

    Args:
        network: where to start; its optimizer is `LBFGS`.
        x, y: all rows.
        weights: how much each counts; left out, all the same.
        steps: at most so many.
        evaluations: of the loss, at most so many; left out, 20 a step.
        on_step: told after every step; the search ends once it says that it is enough.
        should_stop: asked before every evaluation; once it says yes, the last step is the end.

    Raises:
        MissingExtraError: SciPy is not installed.

    Source: R. Byrd, P. Lu, J. Nocedal, C. Zhu, A limited memory algorithm for bound constrained
    optimization (1995), as SciPy has it.
    """
    try:
        import scipy.optimize
    except ImportError:
        raise MissingExtraError("scipy", extra="sklearn") from None
    optimizer = network.optimizer
    assert isinstance(optimizer, LBFGS)
    search = _Search(network, x, y, weights, on_step, should_stop)
    if not steps:
        return search.found(_STOPPED, "no steps were asked for")
    options = {
        "maxiter": steps,
        "maxfun": 20 * steps if evaluations is None else evaluations,
        "maxcor": optimizer.history_size,
        "gtol": optimizer.tolerance_grad,
        "ftol": optimizer.tolerance_change,
    }
    try:
        with np.errstate(all="ignore"):
            made = scipy.optimize.minimize(
                search.loss_and_gradient,
                search.here.values,
                method="L-BFGS-B",
                jac=True,
                options=options,
                callback=search.after_step,
            )
    except _EnoughError:
        return search.found(_STOPPED, "stopped")
    return search.found(int(made.status), str(made.message))


def ready(network: Network, x: Floats, y: Floats) -> Network:
    """The network with the direction and the length of its next step on these rows in its state.

    An optimizer that goes by the gradient alone needs nothing of the kind.
    """
    if not network.optimizer.full_batch:
        return network
    return minimise(network, x, y, steps=1).before


class _EnoughError(Exception):
    """The search is to end here."""


@dataclass
class _Point:
    """Values of all trained parameters in one vector, with the loss and its gradient there."""

    values: Vector
    loss: float = math.nan
    gradient: Vector = field(default_factory=lambda: np.zeros(0))


class _Search:
    """What is known while SciPy searches."""

    def __init__(
        self,
        network: Network,
        x: Floats,
        y: Floats,
        weights: Floats | None,
        on_step: OnStep | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self.network, self.x, self.y, self.weights = network, x, y, weights
        self.on_step, self.should_stop = on_step, should_stop
        names = network.trained
        self.shapes = {name: network.parameters[name].shape for name in names}
        ends = np.cumsum([math.prod(shape) for shape in self.shapes.values()])
        self.ends = ends[:-1]
        start = [network.parameters[name].ravel() for name in names]
        #: where the last step led, where it came from, and all places looked at since
        self.here = _Point(np.concatenate([np.zeros(0), *start]).astype(np.float64))
        self.before: _Point | None = None
        self.looked: list[_Point] = []
        self.trial: Vector | None = None
        self.steps = 0

    def at(self, values: Vector) -> Network:
        """The network with these values of its trained parameters."""
        parts = zip(self.shapes.items(), np.split(values, self.ends), strict=True)
        precision = self.x.dtype
        moved = {
            name: part.reshape(shape).astype(precision, copy=True) for (name, shape), part in parts
        }
        return self.network.replaced({**self.network.parameters, **moved}, self.network.state)

    def loss_and_gradient(self, values: Vector) -> tuple[float, Vector]:
        if self.should_stop():
            raise _EnoughError
        network = self.at(values)
        arrays = reference.forward(network, self.x, self.y)
        if self.weights is not None:
            arrays["weights"] = self.weights
        gradients = reference.backward(network, arrays)
        gradient = np.concatenate([gradients[f"d{name}"].ravel() for name in self.shapes])
        point = _Point(np.array(values), float(reference.batch_loss(network, arrays)))
        point.gradient = gradient.astype(np.float64)
        if math.isnan(self.here.loss):
            self.here = point
        else:
            self.looked.append(point)
        return point.loss, point.gradient

    def after_step(self, intermediate_result: Any) -> None:
        reached = next(
            point
            for point in reversed([self.here, *self.looked])
            if np.array_equal(point.values, intermediate_result.x)
        )
        self.trial = self.looked[0].values if self.looked else None
        self.before, self.here, self.looked = self.here, reached, []
        self.steps += 1
        if self.on_step is not None and self.on_step(self.at(reached.values), self.before.loss):
            raise _EnoughError

    def found(self, status: int, message: str) -> Found:
        return Found(
            network=self.at(self.here.values),
            before=self.before_last(),
            loss=self.here.loss,
            steps=self.steps,
            status=status,
            message=message,
        )

    def before_last(self) -> Network:
        """The network before the last step, with that step's direction and length in its state."""
        if self.before is None:
            return self.at(self.here.values)
        direction, length = self.last_step(self.before)
        network = self.at(self.before.values)
        parts = zip(self.shapes.items(), np.split(direction, self.ends), strict=True)
        state = {f"direction_{name}": part.reshape(shape) for (name, shape), part in parts}
        return network.replaced(network.parameters, {**state, "step": np.array(length)})

    def last_step(self, before: _Point) -> tuple[Vector, float]:
        """Direction and length of the last step.

        The line search first tries a length of 1; in the first step, where the direction is the
        gradient downhill, one over the gradient's norm, if that is less.
        """
        moved = self.here.values - before.values
        direction = -before.gradient
        if self.steps > 1 and self.trial is not None:
            direction = self.trial - before.values
        square = float(direction @ direction)
        length = float(moved @ direction) / square if square else 0.0
        if np.allclose(length * direction, moved, rtol=1e-6, atol=1e-12):
            return direction, length
        # SciPy forgot what it knew and began anew within the step.
        return moved, 1.0
