"""What the page carries beside its own source: rules, messages, and the state it starts from."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from conspect.errors import InputError
from conspect.language import _, language_in_use
from conspect.models.description import NetworkEntry, describe, rebuild
from conspect.network import Network
from conspect.page.messages import tables
from conspect.page.rules import every_rule
from conspect.training.settings import Settings

Floats = npt.NDArray[np.float64]
State = dict[str, Any]


def carried(start: State, digits: int) -> dict[str, Any]:
    """Everything in one dict that JSON can hold."""
    return {
        "rules": every_rule(),
        "messages": tables(),
        "language": language_in_use(),
        "digits": digits,
        "start": start,
    }


def state_of(
    network: Network,
    x: Floats,
    y: Floats,
    settings: Settings,
    *,
    epoch: int = 0,
    batch: int = 1,
) -> State:
    """Where a page stands: a network with all its numbers, the rows, and the place in training.

    Args:
        network: as it is before the step that is shown.
        x, y: inputs and targets, one row a sample.
        settings: how it is trained.
        epoch: epochs done.
        batch: the number of the batch, from 1.

    Raises:
        InputError: the network has a rule of the user's own, which no page knows, or an optimizer
            that searches for its steps, which no page does.

    >>> import conspect as cs
    >>> net = cs.Network([cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError())
    >>> state = state_of(net, np.ones((1, 2)), np.ones((1, 1)), Settings())
    >>> state["network"]["inputs"], list(state["parameters"]), network_of(state).output
    ((2,), ['W1', 'b1'], 'z1')
    """
    if network.optimizer.full_batch:
        raise InputError(
            _("{kind} searches for the length of its steps, which the live page cannot do").format(
                kind=network.optimizer.kind()
            ),
            _("choose another optimizer, such as adam"),
        )
    return {
        "network": msgspec.to_builtins(describe(network)),
        "parameters": _nested(network.parameters),
        "state": _nested(network.state),
        "progress": _nested({name: np.array(v) for name, v in network.progress.items()}),
        "x": _plain(x),
        "y": _plain(y),
        "training": {
            "epochs": settings.epochs,
            "batch_size": settings.batch_size,
            "shuffle": settings.shuffle,
            "seed": settings.seed,
        },
        "epoch": epoch,
        "batch": batch,
        # What the batches of this epoch came to so far: a plateau waits for its mean.
        "loss_sum": 0,
        "rows_seen": 0,
    }


def network_of(state: Mapping[str, Any]) -> Network:
    """The network of a state, whoever wrote it.

    Raises:
        InputError: it is no state of a network.
    """
    entry = msgspec.convert(state["network"], NetworkEntry)
    network = rebuild(entry, _arrays(state["parameters"]))
    network = network.replaced(network.parameters, _arrays(state["state"]))
    return network.at_progress({name: float(v) for name, v in state["progress"].items()})


def _arrays(values: Mapping[str, Any]) -> dict[str, Floats]:
    return {name: np.array(value, dtype=np.float64) for name, value in values.items()}


def _nested(values: Mapping[str, npt.NDArray[Any]]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(values: npt.NDArray[Any]) -> Any:
    """Nested lists; non-finite numbers, which JSON does not have, as words."""
    if np.isfinite(values).all():
        return values.tolist()
    if values.ndim:
        return [_plain(row) for row in values]
    return "NaN" if np.isnan(values) else "Infinity" if values > 0 else "-Infinity"
