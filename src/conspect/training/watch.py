"""Trouble that shows while a network trains, said in words."""

from typing import Any

import numpy as np

from conspect.engines import reference
from conspect.engines.job import Job
from conspect.explain.remarks import dead_units
from conspect.language import plural
from conspect.network import Network

# Rows that a look takes: trouble that matters shows on these.
_ROWS = 256


def remarks(network: Network, job: Job) -> tuple[str, ...]:
    """What is to be said of a network after an epoch: dead units, updates that round to nothing."""
    x, y = job.x[:_ROWS], job.y[:_ROWS]
    with np.errstate(all="ignore"):
        arrays = reference.forward(network, x, y)
        gradients = reference.backward(network, arrays)
        after, _state, _named = reference.update(network, arrays | gradients)
    dead = dead_units(network, arrays)
    said = [text for number in sorted(dead) for text in dead[number]]
    # The steps of a search are its own, and none is under way; a schedule may end at rate 0.
    if network.optimizer.full_batch or reference.current_rate(network) == 0:
        return tuple(said)
    return (*said, *_underflow(network, gradients, after))


def _underflow(network: Network, gradients: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Parameters that have gradients but that no step moves any more: it is less than they hold."""
    stuck = [
        name
        for name in network.trained
        if np.any(gradients[f"d{name}"]) and np.array_equal(after[name], network.parameters[name])
    ]
    if not stuck:
        return []
    return [
        plural(
            "The updates of {names} underflow: they are smaller than the last digit of its values.",
            "The updates of {names} underflow: they are smaller than the last digits of their "
            "values.",
            len(stuck),
        ).format(names=", ".join(stuck))
    ]
