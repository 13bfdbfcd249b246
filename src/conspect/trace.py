"""A trace: one step of training, recorded whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.language import _
from conspect.network import Network
from conspect.registry import nearest

if TYPE_CHECKING:
    from conspect.explain.document import Document

Floats = npt.NDArray[np.float64]


def unknown_name(name: str, known: Iterable[str]) -> InputError:
    """What is wrong with a name that nothing in a step has.

    A layer without an activation has no `a2`; `z2` is what is meant.
    """
    known = list(known)
    meant = name.replace("a", "z", 1)
    mend = (
        _("did you mean {name!r}?").format(name=meant) if meant in known else nearest(name, known)
    )
    return InputError(_("there is no {name!r} in this step").format(name=name), mend)


@dataclass(frozen=True, eq=False)
class Trace:
    """Every number of one step: forward, loss, backward, update.

    Attributes:
        network: the network before the step.
        arrays: every array by name: `x y`, parameters, results, `losses`, gradients (`dW1`).
        after: the parameters after the update, by their names; untrained ones unchanged.
        after_state: the optimizer's state after the update.
        update: what the optimizer named on its way, by name.
        loss, loss_after: the loss of the batch before and after the update.
        epoch, batch: where in training the step stands: epochs done before, batches counted from 1.
    """

    network: Network
    arrays: Mapping[str, Floats]
    after: Mapping[str, Floats]
    after_state: Mapping[str, Floats]
    update: Mapping[str, Floats]
    loss: float
    loss_after: float
    epoch: int = 0
    batch: int = 1

    @property
    def state(self) -> Mapping[str, Floats]:
        """The optimizer's state before the update."""
        return self.network.state

    @property
    def next(self) -> Network:
        """The network after the update."""
        return self.network.replaced(self.after, self.after_state)

    def __getitem__(self, name: str) -> Floats:
        """An array by its name: `z1`, `dW1`, `new_W1`, `losses`, `loss`."""
        values = self.values()
        if name not in values:
            raise unknown_name(name, values)
        return values[name]

    def values(self) -> dict[str, Floats]:
        """Everything that has a name in this step."""
        return {
            **self.arrays,
            **self.state,
            **{name: np.array(value) for name, value in self.network.progress.items()},
            **self.update,
            **{f"new_{name}": self.after[name] for name in self.network.trained},
            # What an optimizer only reads, a direction say, has no new value.
            **{
                f"new_{name}": value
                for name, value in self.after_state.items()
                if value is not self.state[name]
            },
            "loss": np.array(self.loss),
            "loss_after": np.array(self.loss_after),
        }

    def explain(self, show: str | Iterable[str] | None = None, *, digits: int = 6) -> Document:
        """The step worked through by hand.

        Args:
            show: names of arrays or elements (`W1[2,1]`); then just what leads to them.
            digits: the significant digits of a result.

        Raises:
            InputError: a name that the step does not have, or digits outside 1 to 17.
        """
        from conspect.explain.lesson import explain

        names = [show] if isinstance(show, str) else list(show or ())
        return explain(self, names, digits)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from conspect.render.mimebundle import of_trace

        return of_trace(self)
