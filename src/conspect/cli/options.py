"""The options that verbs have in common."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any

import click

from conspect.language import _, languages


@dataclass(frozen=True)
class Common:
    """The values of the common options.

    Attributes:
        output: a file, or `-` for stdout.
        as_json: whether a program reads the result.
        digits: the significant digits of a printed result.
        seed: in place of the network file's own; None if not given.
        quiet, verbose: fewer and more notes on stderr.
        no_color: whether colour is unwanted.
        debug: whether an error may show its traceback.
        lang: the language of the text; None for that of the locale.
    """

    output: str
    as_json: bool
    digits: int
    seed: int | None
    quiet: bool
    verbose: bool
    no_color: bool
    debug: bool
    lang: str | None


class Whole(click.IntRange):
    """A whole number within bounds; says so in words."""

    def convert(
        self, value: Any, option: click.Parameter | None, context: click.Context | None
    ) -> int:
        """The number that the text says."""
        try:
            number: int = super().convert(value, option, context)
        except click.BadParameter:
            wrong = (
                _("{value!r} is not a whole number from {least} on")
                if self.max is None
                else _("{value!r} is not a whole number from {least} to {most}")
            )
            self.fail(wrong.format(value=value, least=self.min, most=self.max), option, context)
        return number


_OPTIONS = [
    click.option("-o", "--output", default="-", metavar="FILE", help="Where to; - is stdout."),
    click.option("--json", "as_json", is_flag=True, help="For programs: JSON, full precision."),
    click.option(
        "--digits",
        type=Whole(1, 17),
        default=6,
        show_default=True,
        metavar="N",
        help="Significant digits of a result, 1 to 17.",
    ),
    click.option("--seed", type=Whole(0), metavar="N", help="In place of the network file's seed."),
    click.option("-q", "--quiet", is_flag=True, help="No notes on stderr."),
    click.option("-v", "--verbose", is_flag=True, help="More notes on stderr."),
    click.option("--no-color", is_flag=True, help="No colour."),
    click.option(
        "--lang",
        type=click.Choice(languages()),
        help="The language of the text; the locale decides if it is left out.",
    ),
    click.option("--debug", is_flag=True, help="A traceback instead of one line, on an error."),
]


def common_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the common options to a verb; it receives their values as one argument, `common`."""

    @wraps(function)
    def verb(**values: Any) -> Any:
        common = Common(**{field.name: values.pop(field.name) for field in fields(Common)})
        return function(common=common, **values)

    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb
