"""What every engine offers to the training loop, and how one is chosen."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Protocol

import numpy as np
import numpy.typing as npt

from conspect.engines.job import Job, Rows
from conspect.errors import InputError, MissingExtraError
from conspect.network import Network
from conspect.registry import nearest

ENGINES = ("reference", "buffered", "compiled")


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
        raise InputError(f"unknown engine {name!r}", nearest(name, ("auto", *ENGINES)))
    chosen = choose(job) if name == "auto" else name
    if chosen == "reference":
        from conspect.engines.plain import Plain

        return Plain(job)
    if chosen == "buffered":
        from conspect.engines.buffered.engine import Buffered

        return Buffered(job)
    for package in _PACKAGES:
        if find_spec(package) is None:
            raise MissingExtraError(package, extra="fast")
    from conspect.engines.compiled.engine import Compiled

    return Compiled(job)


# What the compiled engine needs: Numba, and SciPy for the BLAS that Numba calls.
_PACKAGES = ("numba", "scipy")


def choose(job: Job) -> str:
    """The engine that is done first: the compiled one where it saves more than its start costs."""
    if all(find_spec(package) for package in _PACKAGES):
        from conspect.engines.compiled.saving import is_worth_it

        if is_worth_it(job):
            return "compiled"
    return "buffered"
