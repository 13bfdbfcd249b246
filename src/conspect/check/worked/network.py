"""The program as a network file, where it is a chain of dense layers: so that it can be explained.

Nothing is taken on trust: the network has to yield the true gradients of the recorded step.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from conspect.check.analysis.regions import Region
from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.dense_chain import DenseLayer, dense_chain
from conspect.check.diagnosis.evidence import Setting
from conspect.check.recording.tape import Node
from conspect.errors import ConspectError
from conspect.files import describe
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.registry import find
from conspect.roles import Hyperparameter, Input, Parameter
from conspect.rule import results

# A network of more numbers is nothing that anybody reads.
_MOST_NUMBERS = 400
_CLOSE = 1e-9

Turn = Callable[[Array], Array]
"""Makes an array of the program one of the network: samples in rows, inputs before outputs."""


def _in_rows(array: Array) -> Array:
    return np.atleast_2d(array)


def _in_columns(array: Array) -> Array:
    return np.atleast_2d(array.T)


def _a_number_a_row(array: Array) -> Array:
    return array if array.ndim == 2 else array.reshape(-1, 1)


_LAYOUTS: tuple[Turn, ...] = (_in_rows, _in_columns, _a_number_a_row)


@dataclass(frozen=True)
class Twin:
    """A network that does what the program does.

    Attributes:
        tables: those of its network file, with the data of the step.
        names: what the network calls each parameter, by the version of it that the step reads.
        turns: how a parameter becomes the network's.
    """

    tables: dict[str, Any]
    names: dict[Node, str]
    turns: dict[Node, Turn]

    def gradient(self, version: Node, place: tuple[int, ...]) -> str:
        """What the network calls an element of a parameter's gradient: `dW1[2,1]`."""
        unit = np.zeros(version.shape)
        unit[place] = 1.0
        turned = np.argwhere(self.turns[version](unit))[0]
        return f"d{self.names[version]}[{','.join(str(k + 1) for k in turned)}]"

    def is_transposed(self, version: Node) -> bool:
        """Whether a parameter's rows are the network's columns."""
        return len(version.shape) == 2 and self.turns[version] is _in_columns


@lru_cache(maxsize=1)
def find_twin(setting: Setting) -> Twin | None:
    """The network of a step; None if it is no chain of dense layers, or a large one.

    It is kept: the mistakes of a program are told of the same step.
    """
    chain = dense_chain(setting.layers)
    count = sum(int(np.prod(version.shape)) for version in setting.moment.step.versions)
    if not chain or count > _MOST_NUMBERS:
        return None
    for layout in _LAYOUTS:
        with suppress(ConspectError, LookupError, ValueError), np.errstate(all="ignore"):
            return _Reading(setting, chain, layout).twin()
    return None


class _Reading:
    """A chain read in one layout."""

    def __init__(self, setting: Setting, chain: list[DenseLayer], layout: Turn) -> None:
        self.setting, self.chain, self.layout = setting, chain, layout
        self.names: dict[Node, str] = {}
        self.turns: dict[Node, Turn] = {}

    def twin(self) -> Twin:
        """The network, found to have the true gradients.

        Raises:
            LookupError: there is none in this layout.
        """
        layers = [self._layer(number, layer) for number, layer in enumerate(self.chain, 1)]
        data = {"inputs": self._inputs().tolist(), "targets": self._targets().tolist()}
        for loss, reduction in product(find("conspect.losses", Loss), ("mean", "sum")):
            network = {"inputs": self._inputs().shape[1], "loss": loss, "reduction": reduction}
            tables = {"network": network, "layers": layers, "data": data}
            with suppress(ConspectError):
                if self._has_true_gradients(tables):
                    return Twin(tables, self.names, self.turns)
        raise LookupError("no loss yields these gradients")

    def _inputs(self) -> Array:
        data = self.chain[0].product.other
        assert data is not None
        return self.layout(self.setting.value(data))

    def _targets(self) -> Array:
        output = self.chain[-1].result
        for meeting in self.setting.moment.step.meetings:
            if meeting.output is output:
                return self.layout(meeting.target_value(self.setting.case.values))
        raise LookupError("the targets are met elsewhere")

    def _layer(self, number: int, layer: DenseLayer) -> dict[str, Any]:
        """A layer's table, the parameters' names and turns noted."""
        sums = self.layout(self.setting.value(layer.product.node))
        weights = self._named(layer.product.version, f"W{number}", self._turn(layer, sums))
        table: dict[str, Any] = {"type": "dense", "units": sums.shape[1], "weights": weights}
        table["bias"] = layer.bias is not None
        if layer.bias is not None:
            table["bias"] = self._named(layer.bias.version, f"b{number}", np.ravel)
        return {**table, **self._activation(layer.activation)}

    def _named(self, version: Node, name: str, turn: Turn) -> list[Any]:
        self.names[version], self.turns[version] = name, turn
        values: list[Any] = turn(self.setting.value(version)).tolist()
        return values

    def _turn(self, layer: DenseLayer, sums: Array) -> Turn:
        """How the weights stand in the network, told by what they make of the layer's inputs."""
        assert layer.product.other is not None
        inputs = self.layout(self.setting.value(layer.product.other))
        weights = self.setting.value(layer.product.version)
        for turn in _LAYOUTS:
            turned = turn(weights)
            if turned.shape == (inputs.shape[1], sums.shape[1]) and _close(inputs @ turned, sums):
                return turn
        raise LookupError("the product is another one")

    def _activation(self, region: Region | None) -> dict[str, Any]:
        if region is None:
            return {"activation": "linear"}
        before, after = (self.layout(self.setting.value(n)) for n in (region.before, region.after))
        for name, rule in find("conspect.layers", Layer).items():
            if len(rule.with_role(Input)) == 1 and not rule.with_role(Parameter):
                for options in _options(rule, before, after):
                    if _close(_forward(rule, before, options), after):
                        return {"activation": name, **options}
        raise LookupError("the activation is none of ours")

    def _has_true_gradients(self, tables: dict[str, Any]) -> bool:
        described = describe(tables)
        trace = described.network.step(described.x, described.y)
        return all(
            _close(self.turns[version](self.setting.right[version]), trace[f"d{name}"])
            for version, name in self.names.items()
        )


def _options(rule: type[Layer], before: Array, after: Array) -> Iterator[dict[str, float]]:
    """Values for an activation's hyperparameters: its own, or the slope that is seen below 0."""
    symbols = rule.with_role(Hyperparameter)
    yield {symbol: float(getattr(rule, symbol)) for symbol in symbols}
    below = before < 0
    if symbols == ["slope"] and below.any():
        yield {"slope": float(f"{np.median(after[below] / before[below]):.9g}")}


def _forward(rule: type[Layer], before: Array, options: dict[str, float]) -> Array:
    return np.asarray(results(rule.forward, {"z": before, **options})[-1])


def _close(one: Array, other: Array) -> bool:
    if one.shape != other.shape:
        return False
    size = float(np.abs(other).max(initial=0.0))
    return bool(np.abs(one - other).max(initial=0.0) <= _CLOSE * size)
