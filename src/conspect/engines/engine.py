"""What every engine offers to the training loop, and how one is chosen."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Protocol

import numpy as np
import numpy.typing as npt

from conspect.engines import blas
from conspect.engines.job import Job, Rows
from conspect.errors import InputError, MissingExtraError
from conspect.language import _
from conspect.network import Network
from conspect.registry import nearest


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
        InputError: there is no such engine, or it cannot train this network.
        MissingExtraError: the engine needs a package that is not installed.
    """
    if name not in ("auto", *ENGINES):
        raise InputError(
            _("unknown engine {name!r}").format(name=name), nearest(name, ("auto", *ENGINES))
        )
    return _STARTS[choose(job) if name == "auto" else name](job)


def choose(job: Job) -> str:
    """The engine that is done first: the compiled one where it saves more than its start costs."""
    if not _missing():
        from conspect.engines.compiled.saving import is_worth_it

        if is_worth_it(job):
            return "compiled"
    return "buffered"


def _reference(job: Job) -> Engine:
    from conspect.engines.plain import Plain

    return Plain(job)


def _buffered(job: Job) -> Engine:
    from conspect.engines.buffered.engine import Buffered

    return Buffered(job)


def _compiled(job: Job) -> Engine:
    for package in _missing():
        raise MissingExtraError(package, extra="fast")
    from conspect.engines.compiled.engine import Compiled

    return Compiled(job)


def _missing() -> list[str]:
    """What the compiled engine lacks; SciPy only where NumPy's own BLAS cannot be called."""
    packages = ["numba"] if blas.find() else ["numba", "scipy"]
    return [package for package in packages if find_spec(package) is None]


def _jax(job: Job) -> Engine:
    if find_spec("jax") is None:
        raise MissingExtraError("jax", extra="jax")
    from conspect.engines.jax import Jax

    return Jax(job)


_STARTS: Mapping[str, Callable[[Job], Engine]] = {
    "reference": _reference,
    "buffered": _buffered,
    "compiled": _compiled,
    "jax": _jax,
}
ENGINES = tuple(_STARTS)
