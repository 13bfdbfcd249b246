"""A table of a TOML file from which keys are taken one by one, and what is said if one is wrong."""

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import MISSING
from typing import Any

from conspect.errors import InputError
from conspect.language import _
from conspect.registry import nearest
from conspect.toml_places import Keys


class Table:
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
            wanted = _(" or ").join(map(_kind, kinds))
            raise InputError(
                _("{name} is {value}").format(name=key, value=shown(value)),
                _mend(key, value, wanted),
                origin=self.at(key),
            )
        if isinstance(value, float) and not math.isfinite(value):
            raise InputError(
                _("{name} is {value}").format(name=key, value=value),
                _("write a finite number"),
                origin=self.at(key),
            )
        return value

    def missing(self, key: str) -> InputError:
        """The complaint about a key that is not there; perhaps it is there, but misspelt."""
        close = difflib.get_close_matches(key, self.values, n=1)
        if close:
            return InputError(
                _("unknown key {key!r} in {table}").format(key=close[0], table=self.title()),
                _("did you mean {name!r}?").format(name=key),
                origin=self.at(close[0]),
            )
        return InputError(
            _("{table} lacks the key {key!r}").format(table=self.title(), key=key),
            _("add it"),
            origin=self.keys,
        )

    def table(self, key: str, *, optional: bool = False) -> "Table":
        return Table(self.take(key, dict, {} if optional else MISSING), self.at(key))

    def tables(self, key: str) -> list["Table"]:
        values = self.take(key, (list, dict))
        if not values or not all(isinstance(value, dict) for value in values):
            raise InputError(
                _("{key} is no list of tables").format(key=key),
                _("begin each with [[{key}]]").format(key=key),
                origin=self.at(key),
            )
        return [Table(value, (*self.at(key), i)) for i, value in enumerate(values)]

    def at(self, key: str) -> Keys:
        return (*self.keys, key)

    def title(self) -> str:
        match self.keys:
            case (str(table),):
                return f"[{table}]"
            case (str(table), int(position)):
                return _("[[{table}]] number {number}").format(table=table, number=position + 1)
        return _("the file")

    def finish(self) -> None:
        for key in self.values:
            raise InputError(
                _("unknown key {key!r} in {table}").format(key=key, table=self.title()),
                nearest(key, self.known),
                origin=self.at(key),
            )


def _mend(key: str, value: object, wanted: str) -> str:
    if isinstance(value, str) and re.fullmatch(r"[+-]?[\d.]+|true|false", value):
        return _("write {value} without quotes").format(value=value)
    if isinstance(value, list) and wanted == _kind(dict):
        return _("begin it with [{key}], once").format(key=key)
    return _("write {wanted}").format(wanted=wanted)


def _kind(kind: type) -> str:
    kinds = {
        int: _("a whole number"),
        float: _("a number"),
        str: _("a text"),
        bool: _("true or false"),
        list: _("a list"),
        dict: _("a table"),
    }
    return kinds[kind]


def shown(value: object) -> str:
    """A value as it stands in the file; a list or a table by its kind."""
    if isinstance(value, list | dict):
        return _kind(type(value))
    text = repr(value) if isinstance(value, str) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return text if len(text) <= 40 else f"{text[:37]}..."
