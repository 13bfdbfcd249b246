"""Every message that people read, collected from the source, and the catalogues made of them.

python -m tests.messages        brings the catalogues up to date: new messages are added without
                                a translation, those no longer used are dropped
"""

import ast
import inspect
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from conspect import xp
from conspect.cli.main import group
from conspect.cli.translated import help_texts
from conspect.language import LOCALE_FOLDER
from conspect.page.messages import in_modules, of_rules

SOURCE = LOCALE_FOLDER.parent

Message = str | tuple[str, str]

# What click says by itself, as far as our command line can make it; its versions differ a little.
OF_CLICK: tuple[Message, ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Positional arguments",
    "default: {default}",
    "Show this message and exit.",
    "Show the version and exit.",
    "No such option {name!r}.",
    "No such option: {name}",
    "No such command {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "Choose from:\n\t{choices}",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "Option {name!r} does not take a value.",
    (
        "Option {name!r} requires an argument.",
        "Option {name!r} requires {nargs} arguments.",
    ),
)


def messages() -> set[Message]:
    """Every message; one with a plural is a pair."""
    return {*_in_code(), *in_modules(), *of_rules(), *_helpers(), *_help(group), *OF_CLICK}


def _in_code() -> Iterator[Message]:
    """What stands in calls of `_` and `plural`."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("_"), [ast.Constant(str(message))]):
                    yield message
                case ast.Call(
                    ast.Name("plural"), [ast.Constant(str(one)), ast.Constant(str(many)), _]
                ):
                    yield one, many


def _helpers() -> Iterator[Message]:
    """What the functions are for that a plain program needs beside NumPy's."""
    for value in vars(xp).values():
        if inspect.isfunction(value) and value.__module__ == xp.__name__:
            yield (value.__doc__ or "").partition("\n")[0]


def _help(command: click.Command) -> Iterator[Message]:
    """The help texts of the command line."""
    yield from help_texts(command)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            verb = command.get_command(context, name)
            assert verb
            yield from _help(verb)


def catalogues() -> list[Path]:
    """The files with translations."""
    return sorted(LOCALE_FOLDER.glob("*/LC_MESSAGES/conspect.po"))


def read_catalogue(file: Path) -> Catalog:
    """A file of translations."""
    with file.open("rb") as stream:
        return read_po(stream)


def compiled(catalog: Catalog) -> bytes:
    """A catalogue in the form that programs read."""
    stream = BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def updated(catalog: Catalog) -> Catalog:
    """A catalogue with just the messages that there are, and the translations that it had."""
    new = Catalog(
        locale=catalog.locale,
        project="conspect",
        fuzzy=False,
        # That of the catalogue: the same messages give the same file.
        creation_date=catalog.creation_date,
    )
    new.mime_headers, new.header_comment = catalog.mime_headers, catalog.header_comment
    for message in sorted(messages(), key=str):
        known = catalog.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known else "")
    return new


if __name__ == "__main__":
    for path in catalogues():
        changed = updated(read_catalogue(path))
        with path.open("wb") as stream:
            write_po(stream, changed, width=100, omit_header=False, sort_output=True)
        path.with_suffix(".mo").write_bytes(compiled(changed))
