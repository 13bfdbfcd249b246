"""A model: a trained network with what its data need, and the training that it can go on with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np

import conspect
from conspect.data.preparation import Preparation
from conspect.data.raw import file_name, opened
from conspect.errors import ConspectError, InputError
from conspect.language import _
from conspect.models import container
from conspect.models.description import NetworkEntry, describe, rebuild
from conspect.models.storage import replace_file
from conspect.network import Network
from conspect.training.state import TrainingState


@dataclass(frozen=True, eq=False)
class Model:
    """What a model file holds.

    Attributes:
        network: the network, as training left it.
        preparation: how rows of a table become its inputs; None if it was trained on arrays.
        training: the whole state of its training, to go on from; None if there was none.
    """

    network: Network
    preparation: Preparation | None = None
    training: TrainingState | None = None


class _Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the header of a model file says beside its arrays."""

    made_by: str
    network: NetworkEntry
    preparation: Preparation | None
    training: dict[str, Any] | None


def save(model: Model, path: str | Path) -> None:
    """Write a model to a file, whole or not at all; the file before it stays as `PATH.previous`.

    Args:
        model: what to write.
        path: of the file; `-` is standard output.

    Raises:
        FileAccessError: it cannot be written; what was there is as it was.
        InputError: the network has a rule of the user's own.
    """
    header, arrays = (
        None,
        {
            **{f"parameters/{name}": value for name, value in model.network.parameters.items()},
            **{f"state/{name}": value for name, value in model.network.state.items()},
        },
    )
    if model.training is not None:
        header, arrays = model.training.pack()
    content = _Content(
        made_by=f"conspect {conspect.__version__}",
        network=describe(model.network),
        preparation=model.preparation,
        training=header,
    )
    replace_file(str(path), container.pack(msgspec.to_builtins(content), arrays))


def load(path: str | Path) -> Model:
    """The model in a file. The file may come from a stranger: nothing in it is ever run.

    Args:
        path: of the file; `-` is standard input.

    Raises:
        InputError: it is no model file, a damaged one, or one of a newer format.
        FileAccessError: it cannot be opened.
    """
    with opened(str(path)) as file:
        raw = file.read()
    try:
        return unpacked(raw)
    except ConspectError as error:
        error.file = error.file or file_name(str(path))
        raise


def unpacked(raw: bytes) -> Model:
    """The model in the bytes of a file.

    Raises:
        InputError: they are no model file, a damaged one, or one of a newer format.
    """
    content, arrays = container.unpack(raw)
    try:
        told = msgspec.convert(content, _Content)
    except msgspec.ValidationError as error:
        raise InputError(
            _("the model file's header is wrong: {error}").format(error=error)
        ) from None
    network = rebuild(told.network, _group(arrays, "parameters"))
    if told.training is None:
        _check_group(arrays, "state", network.state)
        kept = network.replaced(network.parameters, _group(arrays, "state"))
        return Model(kept, told.preparation)
    try:
        msgspec.convert(told.training, _TrainingHeader)
        training = TrainingState.unpack(network, told.training, arrays)
        np.random.default_rng().bit_generator.state = training.generator
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(
            _("the model file's training is wrong: {error}").format(error=error)
        ) from None
    if training.best_parameters:
        _check_group(arrays, "best", network.parameters)
    return Model(training.result(), told.preparation, training)


class _TrainingHeader(msgspec.Struct, frozen=True):
    """The kinds of what a training's header holds; `TrainingState` knows the rest."""

    settings: dict[str, Any]
    engine: str
    generator: dict[str, Any]
    epoch: Annotated[int, msgspec.Meta(ge=0)]
    progress: dict[str, str]
    best: str
    waited: Annotated[int, msgspec.Meta(ge=0)]
    history: list[dict[str, str]]
    ended: str


def _check_group(arrays: Mapping[str, Any], group: str, expected: Mapping[str, Any]) -> None:
    shapes = {name: np.shape(value) for name, value in _group(arrays, group).items()}
    if shapes != {name: np.shape(value) for name, value in expected.items()}:
        raise InputError(
            _("the model file's arrays {group}/… are not those of its network").format(group=group)
        )


def _group(arrays: Mapping[str, Any], group: str) -> dict[str, Any]:
    start = f"{group}/"
    return {
        name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)
    }
