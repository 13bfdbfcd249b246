"""Rows checked against a network, in training precision, parted into what trains and validates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conspect.network import Network
from conspect.rows import input_rows, target_rows
from conspect.training.batches import split
from conspect.training.settings import Settings
from conspect.training.state import Floats
from conspect.training.weights import sample_weights


@dataclass(frozen=True)
class Prepared:
    """Rows in training precision, those to train on and those to validate on."""

    settings: Settings
    x: Floats
    y: Floats
    weights: Floats | None
    held_out: tuple[Floats, Floats, Floats | None] | None

    @classmethod
    def of(
        cls,
        network: Network,
        x: Any,
        y: Any,
        settings: Settings,
        weights: Any,
        class_weights: Mapping[int, float] | str | None,
        validation_data: tuple[Any, Any] | None,
    ) -> "Prepared":
        x, y = _rows(network, x, y, settings)
        counted = sample_weights(network.loss, y, weights, class_weights)
        if counted is not None:
            counted = counted.astype(settings.dtype)
            # A batch of rows that weigh nothing would have no loss.
            there = counted > 0
            if not there.all():
                x, y, counted = x[there], y[there], counted[there]
        if validation_data is not None:
            return cls(settings, x, y, counted, (*_rows(network, *validation_data, settings), None))
        if not settings.validation:
            return cls(settings, x, y, counted, None)
        classes = y.argmax(axis=1) if network.loss.absorbs == "softmax" else None
        if network.loss.absorbs == "sigmoid" and y.shape[1] == 1:
            classes = y[:, 0]
        train, held = split(
            len(x), settings.validation, settings.seed, classes if settings.stratify else None
        )
        kept = None if counted is None else (counted[train], counted[held])
        return cls(
            settings,
            x[train],
            y[train],
            None if kept is None else kept[0],
            (x[held], y[held], None if kept is None else kept[1]),
        )


def _rows(network: Network, x: Any, y: Any, settings: Settings) -> tuple[Floats, Floats]:
    """Inputs and targets, checked, in training precision."""
    inputs = input_rows(x, network.shapes["x"], copy=False, dtype=settings.dtype)
    [outputs] = network.shapes["y"]
    targets = target_rows(y, len(inputs), outputs, network.loss)
    return inputs, targets.astype(settings.dtype, copy=False)


def in_precision(network: Network, dtype: str) -> Network:
    """The network with its arrays in this precision; single numbers of its state stay exact."""
    parameters = {name: value.astype(dtype) for name, value in network.parameters.items()}
    state = {
        name: value.astype(dtype) if value.ndim else value for name, value in network.state.items()
    }
    return network.replaced(parameters, state)
