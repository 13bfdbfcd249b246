"""The state of a training: everything that decides how it goes on.

A training that is packed, stored, unpacked and resumed ends bit-identical to one that was never
interrupted. Times are no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import DataError
from conspect.language import _
from conspect.network import Network
from conspect.training.settings import Settings

Floats = npt.NDArray[np.floating[Any]]
Arrays = dict[str, npt.NDArray[Any]]

#: what an epoch came to: `loss`, `rate` and, where they are measured, `validation_loss` and a score
Record = dict[str, float]


@dataclass
class TrainingState:
    """Where a training stands.

    Attributes:
        network: with its parameters and all other state, in training precision.
        settings: how it is trained.
        engine: the engine that trains it; only the same one goes on bit-identically.
        generator: the state of the random generator when the epoch under way began.
        epoch: whole epochs done.
        batch_losses: the losses of the batches done in the epoch under way.
        best: the best value of what is monitored so far, signed so that less is better.
        waited: epochs since it last improved.
        best_parameters: the parameters then, if they are to be restored.
        history: a record for every epoch done.
        ended: why training is over, in words; empty while it can go on.
    """

    network: Network
    settings: Settings
    engine: str
    generator: Mapping[str, Any]
    epoch: int = 0
    batch_losses: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    best: float = float("inf")
    waited: int = 0
    best_parameters: dict[str, Floats] | None = None
    history: list[Record] = field(default_factory=list)
    ended: str = ""

    @property
    def batch(self) -> int:
        """How many batches of the epoch under way are done."""
        return len(self.batch_losses)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.ended) or self.epoch >= self.settings.epochs

    def result(self) -> Network:
        """The network as training leaves it (the best one, if asked for), in float64."""
        parameters = self.best_parameters or self.network.parameters
        return self.network.replaced(_as_float64(parameters), _as_float64(self.network.state))

    def pack(self) -> tuple[dict[str, Any], Arrays]:
        """The state as a header that JSON can hold and arrays by name.

        The arrays are `parameters/W1`, `state/m_W1`, `best/W1` and `batch_losses`. The network's
        structure is not among them: whoever stores the state stores the network's description too.
        """
        header = {
            "settings": self.settings.to_header(),
            "engine": self.engine,
            "generator": _with_text(self.generator),
            "epoch": self.epoch,
            "progress": {key: value.hex() for key, value in self.network.progress.items()},
            "best": self.best.hex(),
            "waited": self.waited,
            "history": [{key: value.hex() for key, value in row.items()} for row in self.history],
            "ended": self.ended,
        }
        arrays: Arrays = {"batch_losses": self.batch_losses}
        groups = {
            "parameters": self.network.parameters,
            "state": self.network.state,
            "best": self.best_parameters or {},
        }
        for group, values in groups.items():
            arrays |= {f"{group}/{name}": np.array(value) for name, value in values.items()}
        return header, arrays

    @classmethod
    def unpack(
        cls, network: Network, header: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]
    ) -> TrainingState:
        """The state from what `pack` gave, for a network of the same structure.

        Raises:
            DataError: the arrays are not those of this network.
            InputError: a setting makes no sense.
        """
        settings = Settings.from_header(header["settings"])
        groups: dict[str, dict[str, Floats]] = {"parameters": {}, "state": {}, "best": {}}
        for key, array in arrays.items():
            group, _slash, name = key.partition("/")
            if group in groups:
                groups[group][name] = array
        _check_same(network.parameters, groups["parameters"])
        _check_same(network.state, groups["state"])
        progress = {key: float.fromhex(value) for key, value in header["progress"].items()}
        if progress.keys() != network.progress.keys():
            raise DataError(
                _("the stored training has another schedule"),
                _("resume with the network that it was started with"),
            )
        return cls(
            network=network.replaced(groups["parameters"], groups["state"]).at_progress(progress),
            settings=settings,
            engine=header["engine"],
            generator=_with_numbers(header["generator"]),
            epoch=header["epoch"],
            batch_losses=np.array(arrays["batch_losses"], dtype=np.float64),
            best=float.fromhex(header["best"]),
            waited=header["waited"],
            best_parameters=groups["best"] or None,
            history=[
                {key: float.fromhex(value) for key, value in row.items()}
                for row in header["history"]
            ],
            ended=header["ended"],
        )


def _check_same(expected: Mapping[str, Floats], found: Mapping[str, Floats]) -> None:
    shapes = {name: value.shape for name, value in expected.items()}
    if shapes != {name: np.shape(value) for name, value in found.items()}:
        raise DataError(
            _("the stored training has the arrays {found}, this network {expected}").format(
                found=sorted(found), expected=sorted(expected)
            ),
            _("resume with the network that it was started with"),
        )


def _as_float64(values: Mapping[str, Floats]) -> dict[str, npt.NDArray[np.float64]]:
    return {name: np.asarray(value, dtype=np.float64) for name, value in values.items()}


def _with_text(value: Any) -> Any:
    """The generator's state with its 128-bit integers as text, which JSON's readers keep whole."""
    if isinstance(value, Mapping):
        return {key: _with_text(part) for key, part in value.items()}
    return f"int:{value}" if isinstance(value, int) else value


def _with_numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_numbers(part) for key, part in value.items()}
    if isinstance(value, str) and value.startswith("int:"):
        return int(value.removeprefix("int:"))
    return value
