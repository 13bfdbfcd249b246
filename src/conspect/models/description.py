"""A network's structure as JSON can hold it, and back: rules by their names, with their settings.

A rule is looked for among the layers, losses and optimizers of this package, so nothing that a file
names can be run but those. Parameters are no part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import msgspec
import numpy as np

from conspect.clipping import Clipping
from conspect.errors import InputError, NetworkError
from conspect.language import _
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.network import Network
from conspect.optimizers import Optimizer
from conspect.penalties import Penalty
from conspect.registry import find, find_one, nearest
from conspect.roles import Input, Parameter
from conspect.rule import Rule
from conspect.schedules import Schedule
from conspect.shapes import Shape, infer_shapes
from conspect.step import Step
from conspect.wiring import wire

R = TypeVar("R", bound=Rule)

MOST_LAYERS = 10_000


class RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule: the name of its file, and the fields of its class."""

    kind: str
    settings: dict[str, Any] = {}


class LayerEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A layer: its rule, and the names that it would not be given anyway."""

    rule: RuleEntry
    names: dict[str, str] = {}


class NetworkEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A network without the values of its parameters."""

    inputs: tuple[int, ...]
    layers: tuple[LayerEntry, ...]
    loss: RuleEntry
    optimizer: RuleEntry
    trained: tuple[str, ...]
    penalty: RuleEntry | None = None
    clipping: RuleEntry | None = None
    schedule: RuleEntry | None = None


def describe(network: Network) -> NetworkEntry:
    """The structure of a network.

    Raises:
        InputError: it has a rule of the user's own, which no file can bring back.
    """
    *layers, last = network.steps
    entries = [LayerEntry(_entry(Layer, step.rule), _names(step)) for step in layers]
    if network.loss.absorbs is not None:
        activation = find_one(Layer.__module__, Layer, network.loss.absorbs, "layer")
        names = {symbol: name for symbol, name in _names(last).items() if symbol in "za"}
        entries.append(LayerEntry(_entry(Layer, activation()), names))
    return NetworkEntry(
        inputs=network.shapes["x"],
        layers=tuple(entries),
        loss=_entry(Loss, network.loss),
        optimizer=_entry(Optimizer, network.optimizer),
        trained=network.trained,
        penalty=_entry(Penalty, network.penalty) if network.penalty else None,
        clipping=RuleEntry("clipping", _settings(network.clipping)) if network.clipping else None,
        schedule=_entry(Schedule, network.schedule) if network.schedule else None,
    )


def _names(step: Step) -> dict[str, str]:
    """What the step reads, and the names that differ from those that the network would give."""
    read = step.rule.with_role(Input)
    return {
        symbol: name
        for symbol, name in step.names.items()
        if symbol in read or name != f"{symbol}{step.number}"
    }


def _entry(base: type[Rule], rule: Rule) -> RuleEntry:
    if find(base.__module__, base).get(rule.kind()) is not type(rule):
        raise InputError(
            _("{kind} is a rule of your own, which a model file cannot hold").format(
                kind=type(rule).__name__
            ),
            _("keep the parameters alone: network.parameters"),
        )
    return RuleEntry(rule.kind(), _settings(rule))


def _settings(rule: Rule) -> dict[str, Any]:
    settings: dict[str, Any] = msgspec.to_builtins(rule)
    return settings


def rebuild(entry: NetworkEntry, parameters: Mapping[str, Any]) -> Network:
    """The network of that structure with these parameters.

    Raises:
        InputError: it names a rule that there is not, or its parts do not fit together.
    """
    if len(entry.layers) > MOST_LAYERS:
        raise NetworkError(_("the network has {count} layers").format(count=len(entry.layers)))
    layers = [Step(_rule(Layer, part.rule, _("layer type")), part.names) for part in entry.layers]
    loss = _rule(Loss, entry.loss, _("loss"))
    steps = wire(layers, loss)
    # Before the network is built, which makes room for parameters as large as is said.
    _check_shapes(infer_shapes(steps, entry.inputs), parameters, steps)
    network = Network(
        layers,
        entry.inputs,
        loss,
        _rule(Optimizer, entry.optimizer, _("optimizer")),
        dict.fromkeys(parameters, 0.0),
        fixed=[name for name in parameters if name not in entry.trained],
        penalty=_rule(Penalty, entry.penalty, _("penalty")) if entry.penalty else None,
        clipping=_made(Clipping, entry.clipping, _("clipping")) if entry.clipping else None,
        schedule=_rule(Schedule, entry.schedule, _("schedule")) if entry.schedule else None,
    )
    # The values go in last: a training that diverged left some that are not finite.
    return network.replaced(parameters, network.state)


def _rule(base: type[R], entry: RuleEntry, what: str) -> R:
    """The rule that an entry names, with its settings."""
    return _made(find_one(base.__module__, base, entry.kind, what), entry, what)


def _made(rule: type[R], entry: RuleEntry, what: str) -> R:
    assert is_dataclass(rule)
    known = [field.name for field in fields(rule)]
    for name in entry.settings:
        if name not in known:
            raise InputError(
                _("unknown setting {name!r} of {kind}").format(name=name, kind=entry.kind),
                nearest(name, known),
            )
    try:
        return msgspec.convert(entry.settings, rule)
    except msgspec.ValidationError as error:
        raise InputError(f"{what} {entry.kind}: {error}") from None


def _check_shapes(
    shapes: Mapping[str, Shape], parameters: Mapping[str, Any], steps: Sequence[Step]
) -> None:
    wanted = {name: shapes[name] for step in steps for name in step.named(Parameter)}
    found = {name: np.shape(value) for name, value in parameters.items()}
    if wanted != found:
        raise NetworkError(
            _("the parameters have shapes {found}, but the layers need {wanted}").format(
                found=found, wanted=wanted
            )
        )
