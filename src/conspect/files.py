"""Reading a network file (TOML): a network, how to train it, and a few rows of data.

Every complaint names the file and the line, says what is wrong and how to mend it.
"""

import difflib
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

import numpy as np
import numpy.typing as npt

from conspect.errors import ConspectError, FileAccessError, InputError, NetworkError
from conspect.layers import Layer
from conspect.losses import Loss
from conspect.network import Network
from conspect.optimizers import Optimizer
from conspect.registry import find, nearest
from conspect.roles import Input, Output, Parameter
from conspect.rows import input_rows, target_rows
from conspect.rule import Rule
from conspect.step import Step
from conspect.toml_places import Keys, line_of
from conspect.training.settings import Settings

R = TypeVar("R", bound=Rule)
Floats = npt.NDArray[np.float64]

EXAMPLE = Path(__file__).parent / "examples" / "notebook.toml"


@dataclass(frozen=True)
class Description:
    """What a network file describes: a network, its training, and its rows of data, if any."""

    network: Network
    settings: Settings
    x: Floats | None
    y: Floats | None


def load(path: str | Path) -> Network:
    """The network that a file describes.

    Args:
        path: of a network file (TOML).

    Raises:
        InputError: the file is no network file; the line names file, line, key and mend.
        FileAccessError: the file cannot be opened.
    """
    return read(path).network


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
    text = _text(path, name)
    try:
        return describe(_parsed(text), seed=seed)
    except ConspectError as error:
        error.file = name
        error.line = error.line or line_of(text, error.origin)
        raise


def describe(tables: Mapping[str, Any], *, seed: int | None = None) -> Description:
    """What the tables of a network file say; errors carry the keys that lead to them."""
    file = _Table(tables, ())
    network, training = file.table("network"), file.table("training", optional=True)
    layers, data = file.tables("layers"), file.table("data", optional=True)
    file.finish()
    inputs = network.take("inputs", (int, list))
    loss = _configured("loss", Loss, network.take("loss", str), network)
    network.finish()
    settings = _settings(training, seed)
    optimizer = _configured(
        "optimizer", Optimizer, training.take("optimizer", str, "sgd"), training
    )
    training.finish()
    steps = [step for layer in layers for step in _steps(layer)]
    with _origin("network"):
        built = Network(steps, inputs, loss, optimizer, seed=settings.seed)
    x, y = _rows(built, data)
    return Description(built, settings, x, y)


class _Table:
    """A table of the file: keys are taken out one by one; what is left at the end is unknown."""

    def __init__(self, values: Mapping[str, Any], keys: Keys) -> None:
        self.values, self.keys = dict(values), keys
        self.known: list[str] = []

    def take(self, key: str, kinds: type | tuple[type, ...], default: Any = MISSING) -> Any:
        """The value of a key; it must be of one of the kinds, and there if there is no default."""
        self.known.append(key)
        if key not in self.values:
            if default is MISSING:
                raise self.missing(key)
            return default
        value = self.values.pop(key)
        kinds = kinds if isinstance(kinds, tuple) else (kinds,)
        allowed = {*kinds, int} if float in kinds else set(kinds)
        if type(value) not in allowed:
            wanted = " or ".join(_KINDS[kind] for kind in kinds)
            raise InputError(
                f"{key} is {_shown(value)}, not {wanted}", f"write {wanted}", origin=self.at(key)
            )
        return value

    def missing(self, key: str) -> InputError:
        """The complaint about a key that is not there; perhaps it is there, but misspelt."""
        close = difflib.get_close_matches(key, self.values, n=1)
        if close:
            return InputError(
                f"unknown key {close[0]!r} in {self.title()}",
                f"did you mean {key!r}?",
                origin=self.at(close[0]),
            )
        return InputError(f"{self.title()} lacks the key {key!r}", "add it", origin=self.keys)

    def table(self, key: str, *, optional: bool = False) -> "_Table":
        return _Table(self.take(key, dict, {} if optional else MISSING), self.at(key))

    def tables(self, key: str) -> list["_Table"]:
        values = self.take(key, list)
        if not values or not all(isinstance(value, dict) for value in values):
            raise InputError(
                f"{key} is no list of tables", f"begin each with [[{key}]]", origin=self.at(key)
            )
        return [_Table(value, (*self.at(key), i)) for i, value in enumerate(values)]

    def at(self, key: str) -> Keys:
        return (*self.keys, key)

    def title(self) -> str:
        match self.keys:
            case (str(table),):
                return f"[{table}]"
            case (str(table), int(position)):
                return f"[[{table}]] number {position + 1}"
        return "the file"

    def finish(self) -> None:
        for key in self.values:
            raise InputError(
                f"unknown key {key!r} in {self.title()}",
                nearest(key, self.known),
                origin=self.at(key),
            )


_KINDS: dict[type, str] = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


def _shown(value: object) -> str:
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _configured(kind: str, base: type[R], name: str, table: _Table) -> R:
    """A loss or an optimizer by its name, its fields taken from the same table."""
    rule = _named(base, name, kind, table.at(kind))
    with _origin(*table.keys):
        return rule(**_options(rule, table))


def _named(base: type[R], name: str, what: str, origin: Keys) -> type[R]:
    """The class of that name among the layers, losses or optimizers."""
    found = find(base.__module__, base)
    if name not in found:
        raise NetworkError(f"unknown {what} {name!r}", nearest(name, found), origin=origin)
    return found[name]


def _options(rule: type[Rule], table: _Table) -> dict[str, Any]:
    """The fields of a rule that the table gives, but for those that are parameters in the file."""
    words = {role.word for role in rule.symbols.values() if isinstance(role, Parameter)}
    hints = get_type_hints(rule)
    options: dict[str, Any] = {}
    for field in fields(rule):  # type: ignore[arg-type]
        if field.name not in words:
            hint = hints[field.name]
            kinds = tuple(kind for kind in (get_args(hint) or (hint,)) if kind is not NoneType)
            value = table.take(field.name, kinds, field.default)
            options |= {} if value is field.default else {field.name: value}
    return options


def _settings(training: _Table, seed: int | None) -> Settings:
    given = {
        "epochs": training.take("epochs", int, 1),
        "batch_size": training.take("batch_size", int, None),
        "shuffle": training.take("shuffle", bool, False),
        "seed": training.take("seed", int, 0),
    }
    return Settings(**(given if seed is None else {**given, "seed": seed}))


def _steps(layer: _Table) -> list[Step]:
    """The steps that one [[layers]] table describes: the layer, and its activation."""
    rule = _named(Layer, layer.take("type", str), "layer type", layer.at("type"))
    options, names, start = _parameters(rule, layer)
    names |= _reads(rule, layer)
    fixed = _fixed(rule, layer)
    activation = None
    if "z" in rule.with_role(Output):
        kind = layer.take("activation", str, "linear")
        activation = _named(Layer, kind, "activation", layer.at("activation"))
        if activation.with_role(Parameter) or len(activation.with_role(Input)) != 1:
            raise NetworkError(
                f"{kind} is no activation",
                "choose relu, sigmoid or the like",
                origin=layer.at("activation"),
            )
    with _origin(*layer.keys):
        steps = [Step(rule(**options, **_options(rule, layer)), names, start, fixed)]
        if activation is not None:
            steps.append(Step(activation(**_options(activation, layer))))
    layer.finish()
    return [replace(step, origin=layer.keys) for step in steps]


def _parameters(
    rule: type[Rule], layer: _Table
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


def _reads(rule: type[Rule], layer: _Table) -> dict[str, str]:
    """What the layer reads in place of the result before it.

    One name given to a layer that joins two results is the earlier one.
    """
    given = layer.take("from", (str, list), None)
    symbols = rule.with_role(Input)
    if given is None:
        return {}
    results = [given] if isinstance(given, str) else given
    if len(results) > len(symbols) or not all(isinstance(name, str) for name in results):
        raise NetworkError(
            f"from is {_shown(given)}",
            f'name {len(symbols)} result{"s" * (len(symbols) > 1)}, "a1" say',
            origin=layer.at("from"),
        )
    return dict(zip(symbols[-len(results) :], results, strict=True))


def _fixed(rule: type[Rule], layer: _Table) -> tuple[str, ...]:
    """The symbols of the parameters that `trainable` leaves out."""
    words = {
        role.word: symbol for symbol, role in rule.symbols.items() if isinstance(role, Parameter)
    }
    trainable = layer.take("trainable", list, list(words)) if words else []
    for word in trainable:
        if word not in words:
            raise NetworkError(
                f"trainable names {_shown(word)}",
                nearest(str(word), words),
                origin=layer.at("trainable"),
            )
    return tuple(symbol for word, symbol in words.items() if word not in trainable)


def _rows(network: Network, data: _Table) -> tuple[Floats | None, Floats | None]:
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


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        if match is None:
            raise InputError(f"not TOML: {error}", "a text is not closed, perhaps") from None
        message = str(error).removesuffix(match[0])
        raise InputError(f"not TOML: {message}", line=int(match[1]), column=int(match[2])) from None
    except RecursionError:
        raise InputError("not TOML that can be read: brackets nested too deep") from None


def _text(path: str | Path, name: str) -> str:
    """The text of a file, UTF-8, with or without a byte order mark."""
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except OSError as error:
        raise FileAccessError(f"cannot be read: {error.strerror or error}", file=name) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError("not UTF-8 text", "is it a network file?", file=name, line=line) from None
