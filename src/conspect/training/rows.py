"""The rows of a training: those to train on, and those that are held out to validate on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.data.columns import NumberColumn, Scale
from conspect.data.large import taken
from conspect.data.preparation import Preparation
from conspect.data.table import Table
from conspect.language import _
from conspect.network import Network
from conspect.rows import input_rows, target_rows
from conspect.training.batches import split
from conspect.training.measure import measure
from conspect.training.metrics import score_name
from conspect.training.settings import Settings

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """Rows as a network reads them.

    Attributes:
        x, y: inputs and targets to train on, one row a sample; class numbers for classes.
        held_out: inputs and targets to validate on; None if there are none.
        preparation: how a table became these; None for arrays.
        weights: how much each row to train on counts; None for all alike.
    """

    x: Floats
    y: Floats
    held_out: tuple[Floats, Floats] | None
    preparation: Preparation | None
    weights: Floats | None = None

    def scores(self, network: Network) -> dict[str, float]:
        """Loss and score of a network on either part, by name: `accuracy`, `validation_loss`."""
        found = _scores(network, self.x, self.y, "")
        if self.held_out is not None:
            found |= _scores(network, *self.held_out, "validation_")
        return found


def _scores(network: Network, x: Floats, y: Floats, prefix: str) -> dict[str, float]:
    [outputs] = network.shapes["y"]
    rows = input_rows(x, network.shapes["x"], copy=False)
    scores = measure(network, rows, target_rows(y, len(rows), outputs, network.loss))
    return {
        f"{prefix}loss": scores.loss,
        f"{prefix}{score_name(network.loss)}": scores.score,
    }


def from_arrays(network: Network, x: Floats, y: Floats, settings: Settings) -> TrainingRows:
    """Rows that are arrays already."""
    train, held = _parts(network, len(x), y, settings)
    if held is None:
        return TrainingRows(x, y, None, None)
    return TrainingRows(x[train], y[train], (x[held], y[held]), None)


def from_table(
    network: Network,
    table: Table,
    preparation: Preparation,
    settings: Settings,
    scale: Scale,
    weights: str | None = None,
) -> TrainingRows:
    """The rows of a table, scaled by those to train on alone.

    Args:
        network: what reads them.
        table: the rows.
        preparation: how they become numbers, as they stand.
        settings: how many are held out.
        scale: how columns of numbers are scaled.
        weights: the column that says how much each row counts; None for all alike.

    Raises:
        DataError: a value is missing, infinite or unknown.
    """
    shape = network.shapes["x"]
    y = preparation.target_rows(table)
    counted = None if weights is None else _weights(table, weights)
    train, held = _parts(network, len(table), y, settings)
    if held is None:
        return TrainingRows(preparation.input_rows(table, shape), y, None, preparation, counted)
    fitted = preparation.scaled(table, train, scale)
    x = fitted.input_rows(table, shape)
    return TrainingRows(
        taken(x, train),
        y[train],
        (taken(x, held), y[held]),
        fitted,
        None if counted is None else counted[train],
    )


def _weights(table: Table, name: str) -> Floats:
    """How much each row counts, by that column."""
    [name] = table.expanded([name])
    weights = NumberColumn(name).inputs(table, slice(0, len(table)))[:, 0]
    if (weights < 0).any():
        row = int((weights < 0).argmax())
        raise table.error(
            row, _("column {name!r} holds a negative weight").format(name=name), _("mend the cell")
        )
    return weights


def _parts(
    network: Network, rows: int, y: Floats, settings: Settings
) -> tuple[npt.NDArray[Any], npt.NDArray[Any] | None]:
    """Which rows to train on, and which to hold out: the same share of every class."""
    if not settings.validation:
        return np.arange(rows), None
    classes: npt.NDArray[Any] | None = None
    if settings.stratify and network.loss.tells_classes:
        if y.ndim == 1 or y.shape[1] == 1:
            classes = y.ravel()
        elif network.loss.absorbs == "softmax":
            classes = y.argmax(axis=1)
    return split(rows, settings.validation, settings.seed, classes)
