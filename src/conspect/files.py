"""Reading a network file (TOML): a network, how to train it, and a few rows of data.

Every complaint names the file and the line, says what is wrong and how to mend it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import NoneType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np
import numpy.typing as npt

from conspect.clipping import Clipping
from conspect.errors import ConspectError, InputError, NetworkError
from conspect.language import _, plural
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.network import Network
from conspect.optimizers import Optimizer
from conspect.penalties import Penalty
from conspect.registry import find, nearest
from conspect.roles import Hyperparameter, Input, Output, Parameter
from conspect.rows import input_rows, target_rows
from conspect.rule import Rule
from conspect.schedules import Schedule
from conspect.step import Step
from conspect.toml_places import Keys, line_of
from conspect.toml_tables import Table, shown
from conspect.toml_text import parsed, read_text
from conspect.training.settings import Settings

if TYPE_CHECKING:
    from conspect.explain.origin import Origin

R = TypeVar("R", bound=Rule)
Floats = npt.NDArray[np.float64]

EXAMPLE = Path(__file__).parent / "examples" / "notebook.toml"


@dataclass(frozen=True)
class Description:
    """What a network file describes: a network, its training, and its rows of data, if any.

    Attributes:
        network, settings: the network, and how it is trained.
        x, y: rows of inputs and targets; None if there are none.
        said: the keys of [training] that the file gives; the others have their defaults.
        origin: the table that the rows come from, if they come from one.
        epochs: how many a model has been trained for; 0 for a network file.
    """

    network: Network
    settings: Settings
    x: Floats | None
    y: Floats | None
    said: frozenset[str] = frozenset()
    origin: "Origin | None" = None
    epochs: int = 0


def load(path: str | Path) -> Network:
    """The network that a file describes, or that a model file holds.

    Args:
        path: of a network file (TOML), or of a model file.

    Raises:
        InputError: the file is neither; the line names file, line, key and mend.
        FileAccessError: the file cannot be opened.
    """
    if is_model_file(path):
        from conspect.models import load as load_model

        return load_model(path).network
    return read(path).network


def is_model_file(path: str | Path) -> bool:
    """Whether a file is a model file, by its first bytes; standard input counts as none."""
    from conspect.models.container import MAGIC, is_model

    try:
        with Path(path).open("rb") as file:
            return is_model(file.read(len(MAGIC)))
    except OSError:
        return False


def read(path: str | Path, *, seed: int | None = None) -> Description:
    """Everything that a network file describes.

    Args:
        path: of the file; `-` is standard input.
        seed: in place of the file's own seed.

    Raises:
        InputError: the file is no network file; the line names file, line, key and mend.
        FileAccessError: the file cannot be opened.
    """
    name = "<stdin>" if str(path) == "-" else str(path)
    if is_model_file(path):
        raise InputError(
            _("this is a trained model, not a network file"),
            _("explain, draw and predict take it"),
            file=name,
        )
    text = read_text(path, name)
    try:
        return describe(parsed(text), seed=seed)
    except ConspectError as error:
        error.file = name
        error.line = error.line or line_of(text, error.origin)
        raise


def describe(tables: Mapping[str, Any], *, seed: int | None = None) -> Description:
    """What the tables of a network file say; errors carry the keys that lead to them."""
    file = Table(tables, ())
    network, training = file.table("network"), file.table("training", optional=True)
    layers, data = file.tables("layers"), file.table("data", optional=True)
    file.finish()
    said = frozenset(training.values)
    inputs = network.take("inputs", (int, list))
    loss = _configured("loss", _("loss"), Loss, network.take("loss", str), network)
    network.finish()
    settings = _settings(training, seed)
    optimizer = _configured(
        "optimizer", _("optimizer"), Optimizer, training.take("optimizer", str, "sgd"), training
    )
    extras = _extras(training)
    if "weight_decay" in training.values:
        raise NetworkError(
            _("{kind} has no weight_decay").format(kind=optimizer.kind()),
            _("write l2, a penalty on the weights, or take adamw"),
            origin=training.at("weight_decay"),
        )
    training.finish()
    steps = [step for layer in layers for step in _steps(layer)]
    with _origin("network"):
        built = Network(steps, inputs, loss, optimizer, seed=settings.seed, **extras)
    _check_shared(steps, built)
    x, y = _rows(built, data)
    return Description(built, settings, x, y, said)


def _configured(key: str, what: str, base: type[R], name: str, table: Table) -> R:
    """A loss or an optimizer by its name, its fields taken from the same table."""
    rule = _named(base, name, what, table.at(key))
    with _origin(*table.keys):
        return rule(**_options(rule, table))


def _named(base: type[R], name: str, what: str, origin: Keys) -> type[R]:
    """The class of that name among the layers, losses or optimizers."""
    found = find(base.__module__, base)
    if name not in found:
        raise NetworkError(
            _("unknown {what} {name!r}").format(what=what, name=name),
            nearest(name, found),
            origin=origin,
        )
    return found[name]


def _options(rule: type[Rule], table: Table) -> dict[str, Any]:
    """The fields of a rule that the table gives, but for those that are parameters in the file."""
    words = {role.word for role in rule.symbols.values() if isinstance(role, Parameter)}
    return _fields(rule, table, words)


def _fields(described: type, table: Table, without: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a dataclass that the table gives."""
    hints = get_type_hints(described)
    options: dict[str, Any] = {}
    for field in fields(described):
        if field.name not in without:
            value = table.take(field.name, _kinds(hints[field.name]), field.default)
            options |= {} if value is field.default else {field.name: value}
    return options


def _kinds(hint: Any) -> tuple[type, ...]:
    """The kinds of value that a type hint allows: `float`, `int | None`, a choice of words."""
    if get_origin(hint) is Literal:
        return (str,)
    return tuple(kind for kind in (get_args(hint) or (hint,)) if kind is not NoneType)


def _settings(training: Table, seed: int | None) -> Settings:
    given = _fields(Settings, training)
    return Settings(**(given if seed is None else {**given, "seed": seed}))


def _extras(training: Table) -> dict[str, Any]:
    """What a network is trained with beside its optimizer, as far as the table names it."""
    clip_norm = training.take("clip_norm", float, None)
    extras: dict[str, Any] = {"penalty": _penalty(training)}
    with _origin("training"):
        if clip_norm is not None:
            extras["clipping"] = Clipping(clip_norm)
    kind = training.take("schedule", str, "constant")
    if kind != "constant":
        extras["schedule"] = _configured("schedule", _("schedule"), Schedule, kind, training)
    return extras


def _penalty(training: Table) -> Penalty | None:
    """The penalty on large weights, if the table has the name of one with its size behind it."""
    found: list[Penalty] = []
    for name, kind in find("conspect.penalties", Penalty).items():
        size = training.take(name, float, None)
        if size is None:
            continue
        if found:
            raise NetworkError(
                _("{name} is a second penalty on the same weights").format(name=name),
                _("keep one"),
                origin=training.at(name),
            )
        [hyperparameter] = kind.with_role(Hyperparameter)
        options: dict[str, Any] = {hyperparameter: size}
        with _origin("training"):
            found.append(kind(**options))
    return found[0] if found else None


def _steps(layer: Table) -> list[Step]:
    """The steps that one [[layers]] table describes: the layer, and its activation."""
    rule = _named(Layer, layer.take("type", str), _("layer type"), layer.at("type"))
    options, names, start = _parameters(rule, layer)
    names |= _reads(rule, layer)
    fixed = _fixed(rule, layer)
    activation = None
    if "z" in rule.with_role(Output):
        kind = layer.take("activation", str, "linear")
        activation = _named(Layer, kind, _("activation"), layer.at("activation"))
        if activation.with_role(Parameter) or len(activation.with_role(Input)) != 1:
            raise NetworkError(
                _("{kind} is no activation").format(kind=kind),
                _("choose relu, sigmoid or the like"),
                origin=layer.at("activation"),
            )
    with _origin(*layer.keys):
        steps = [Step(rule(**options, **_options(rule, layer)), names, start, fixed)]
        if activation is not None:
            steps.append(Step(activation(**_options(activation, layer))))
    layer.finish()
    return [replace(step, origin=layer.keys) for step in steps]


def _parameters(
    rule: type[Rule], layer: Table
) -> tuple[dict[str, bool], dict[str, str], dict[str, Any]]:
    """What is said of a layer's parameters: whether there is one, whose it shares, its values."""
    there: dict[str, bool] = {}
    names: dict[str, str] = {}
    start: dict[str, Any] = {}
    for symbol in rule.with_role(Parameter):
        role = rule.symbols[symbol]
        assert isinstance(role, Parameter)
        kinds = (float, list, str, bool) if role.optional else (float, list, str)
        match layer.take(role.word, kinds, None):
            case None:
                continue
            case bool(value):
                there[role.word] = value
            case str(value):
                names[symbol] = value
            case value:
                start[symbol] = value
    return there, names, start


def _check_shared(plan: Sequence[Step], network: Network) -> None:
    """See that a text in place of a parameter's values names one that another layer has, too."""
    users = Counter(name for step in network.steps for name in step.named(Parameter))
    for step in plan:
        for symbol in step.rule.with_role(Parameter):
            name = step.names.get(symbol)
            if name is not None and users[name] < 2:
                raise NetworkError(
                    _(
                        "{key} is {name!r}, and no other layer has a parameter of that name "
                        "to share"
                    ).format(key=step.key(symbol)[-1], name=name),
                    _('write values, or the name of an earlier layer\'s, "{symbol}1" say').format(
                        symbol=symbol
                    ),
                    origin=step.key(symbol),
                )


def _reads(rule: type[Rule], layer: Table) -> dict[str, str]:
    """What the layer reads in place of the result before it.

    One name given to a layer that joins two results is the earlier one.
    """
    given = layer.take("from", (str, list), None)
    symbols = rule.with_role(Input)
    if given is None:
        return {}
    results = [given] if isinstance(given, str) else given
    if not 1 <= len(results) <= len(symbols) or not all(isinstance(n, str) for n in results):
        raise NetworkError(
            plural(
                "from does not name {count} result",
                "from does not name {count} results",
                len(symbols),
            ).format(count=len(symbols)),
            _('write names of earlier results, "a1" say'),
            origin=layer.at("from"),
        )
    return dict(zip(symbols[-len(results) :], results, strict=True))


def _fixed(rule: type[Rule], layer: Table) -> tuple[str, ...]:
    """The symbols of the parameters that `trainable` leaves out."""
    words = {
        role.word: symbol for symbol, role in rule.symbols.items() if isinstance(role, Parameter)
    }
    trainable = layer.take("trainable", list, list(words)) if words else []
    for word in trainable:
        if word not in list(words):
            raise NetworkError(
                _("trainable holds {value}").format(value=shown(word)),
                nearest(str(word), words),
                origin=layer.at("trainable"),
            )
    return tuple(symbol for word, symbol in words.items() if word not in trainable)


def _rows(network: Network, data: Table) -> tuple[Floats | None, Floats | None]:
    """The rows of data in the file, if there are any."""
    if not data.values:
        return None, None
    inputs, targets = data.take("inputs", list), data.take("targets", list)
    data.finish()
    [outputs] = network.shapes["y"]
    with _origin("data", "inputs"):
        x = input_rows(inputs, network.shapes["x"])
    with _origin("data", "targets"):
        y = target_rows(targets, len(x), outputs, network.loss)
    return x, y


@contextmanager
def _origin(*keys: str | int) -> Iterator[None]:
    """Errors that come from here belong to these keys, unless they name full ones themselves."""
    try:
        yield
    except ConspectError as error:
        if not error.origin or (isinstance(error.origin[0], str) and len(error.origin) == 1):
            error.origin = (*keys, *error.origin)
        raise
