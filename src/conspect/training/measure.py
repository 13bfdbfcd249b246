"""Loss and score of a network on any number of rows, a few thousand at a time."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.engines import reference
from conspect.network import Network
from conspect.training.metrics import score

Floats = npt.NDArray[np.floating[Any]]

# Rows at a time: enough for the matrix products to be fast, few enough to stay small in memory.
_ROWS = 4096


@dataclass(frozen=True)
class Scores:
    """How good a network is on some rows: less loss is better, more score is better."""

    loss: float
    score: float


def answers(network: Network, x: Floats) -> Floats:
    """The network's outputs, one row a sample, in the precision of its parameters."""
    parts = [reference.predict(network, x[at : at + _ROWS]) for at in range(0, len(x), _ROWS)]
    return np.concatenate(parts)


def measure(network: Network, x: Floats, y: Floats, weights: Floats | None = None) -> Scores:
    """The loss and the score on rows that fit the network.

    Args:
        network: the network.
        x, y: inputs and targets, one row a sample.
        weights: how much each sample counts; left out, all the same.
    """
    losses, outputs = [], []
    with np.errstate(all="ignore"):
        for at in range(0, len(x), _ROWS):
            made = reference.forward(network, x[at : at + _ROWS], y[at : at + _ROWS])
            losses.append(made["losses"])
            outputs.append(made[network.output])
    each = np.concatenate(losses).astype(np.float64)
    counted = each if weights is None else each * weights
    divisor = network.loss.divisor(len(x) if weights is None else float(weights.sum()))
    loss = float(counted.sum() / divisor)
    return Scores(loss, score(network.loss, y, np.concatenate(outputs), weights))
