"""Help texts, and what click says by itself, in the language in use."""

import copy
import gettext
import inspect
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from conspect.language import LOCALE_FOLDER, _

# How catalogues spell the sign by which click leaves rows as they are.
_KEPT = r"\b"


@contextmanager
def click_speaking(language: str) -> Iterator[None]:
    """Inside this context click's own words come from our catalogues, too.

    Click asks gettext's own domain, which goes by the environment.
    """
    domain, said = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("conspect", LOCALE_FOLDER)
    gettext.textdomain("conspect")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if said is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = said


def translated(command: click.Command) -> click.Command:
    """The command with its help texts in the language in use; the original stays as it is."""
    spoken = copy.copy(command)
    spoken.help = _spoken(command.help)
    spoken.epilog = _spoken(command.epilog)
    spoken.params = [_parameter(parameter) for parameter in command.params]
    return spoken


def help_texts(command: click.Command) -> Iterator[str]:
    """The help texts of a command, each as it is looked up."""
    options = [each.help for each in command.params if isinstance(each, click.Option)]
    for text in (command.help, command.epilog, *options):
        if text:
            yield _message(text)


def _parameter(parameter: click.Parameter) -> click.Parameter:
    spoken = copy.copy(parameter)
    if isinstance(spoken, click.Option):
        spoken.help = _spoken(spoken.help)
    return spoken


def _spoken(text: str | None) -> str | None:
    return _(_message(text)).replace(_KEPT, "\b") if text else text


def _message(text: str) -> str:
    """A help text as the catalogues have it, without click's control sign."""
    return inspect.cleandoc(text).replace("\b", _KEPT)
