"""The messages that the page can say, in every language there is: found in its own source."""

import gettext
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from conspect.language import LOCALE_FOLDER, languages
from conspect.page.rules import FAMILIES, every_rule

Message = str | tuple[str, str]

_STRING = r'\s*("(?:[^"\\\n]|\\.)*")\s*,?'
_SINGLE = re.compile(rf"\b_\({_STRING}")
_PLURAL = re.compile(rf"\bplural\({_STRING}{_STRING}")

# One count for each form that a plural can have: 1 input, 3 inputs, 5 inputs.
_COUNTS = (1, 3, 5)


def in_source(source: str) -> Iterator[Message]:
    """The messages of a module; one with a plural is a pair.

    >>> list(in_source('_("Loss") + plural("{count} input", "{count} inputs", n)'))
    ['Loss', ('{count} input', '{count} inputs')]
    """
    yield from (json.loads(text) for text in _SINGLE.findall(source))
    yield from ((json.loads(one), json.loads(many)) for one, many in _PLURAL.findall(source))


def in_modules() -> set[Message]:
    """The messages of all modules of the page."""
    folder = resources.files("conspect.page") / "live"
    found: set[Message] = set()
    folders = [folder]
    while folders:
        for entry in folders.pop().iterdir():
            if entry.is_dir():
                folders.append(entry)
            elif entry.name.endswith(".js"):
                found.update(in_source(entry.read_text("utf-8")))
    return found


def of_rules() -> Iterator[str]:
    """The names of the rules, and the reasons behind their equations."""
    every = every_rule()
    rules = [rule for family in (*FAMILIES, "clipping") for rule in every[family].values()]
    equations = list(every["reductions"].values())
    for rule in rules:
        yield rule["kind"]
        yield from filter(None, [rule.get("targets", {}).get("said")])
        equations += [*rule["equations"], *rule["gradients"]]
        equations += [rule["summand"]] if "summand" in rule else []
    yield from (equation["reason"] for equation in equations if equation["reason"])


@cache
def tables() -> dict[str, dict[str, str | list[str]]]:
    """By language and English text the translation; for a plural one for 1, 3 and 5 of it."""
    said = sorted({*in_modules(), *of_rules()}, key=str)
    return {language: _table(language, said) for language in languages()[1:]}


def _table(language: str, said: list[Message]) -> dict[str, str | list[str]]:
    found = gettext.translation("conspect", LOCALE_FOLDER, [language])
    table: dict[str, str | list[str]] = {}
    for message in said:
        if isinstance(message, str):
            table[message] = found.gettext(message)
        else:
            table[message[0]] = [found.ngettext(*message, count) for count in _COUNTS]
    return table
