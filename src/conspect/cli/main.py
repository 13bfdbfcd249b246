"""`conspect VERB`: finds the verbs; turns whatever goes wrong into one line and an exit code."""

import atexit
import gc
import os
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import NoReturn

import click
from click.shell_completion import shell_complete

import conspect
from conspect import cli
from conspect.cli.options import Common, common_options
from conspect.cli.translated import click_speaking, translated
from conspect.errors import ConspectError, InputError, reason
from conspect.language import _, languages, speaking

DEFECT, INTERRUPTED, OUT_OF_MEMORY = 70, 130, 3

# The variable by which a shell asks for completions.
_COMPLETE = "_CONSPECT_COMPLETE"


class Verbs(click.Group):
    """The verbs are the files beside this one that have a `command`.

    One whose name belongs to a module of Python's own has `_` behind it in the file's name.
    """

    def list_commands(self, context: click.Context) -> list[str]:
        """The verbs, in alphabetical order."""
        return sorted(name for name in _files() if self.get_command(context, name))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The verb of that name, or None."""
        if name == "main" or name not in _files():
            return None
        command = getattr(import_module(f"conspect.cli.{_files()[name]}"), "command", None)
        return translated(command) if isinstance(command, click.Command) else None

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it; a verb that there is not is answered with the nearest one."""
        word = arguments[0]
        if not word.startswith("-") and self.get_command(context, word) is None:
            from conspect.registry import nearest

            mend = nearest(word, self.list_commands(context))
            if word.endswith(".toml"):
                mend = _("to explain a network: conspect explain {word}").format(word=word)
            raise InputError(_("unknown verb {word!r}").format(word=word), mend)
        return super().resolve_command(context, arguments)


def _files() -> dict[str, str]:
    """The names of the modules beside this one, by what they are called on the command line."""
    return {file.name.rstrip("_"): file.name for file in iter_modules(cli.__path__)}


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Without a verb: the built-in example, worked through by hand.",
)
@click.version_option(conspect.__version__, prog_name="conspect")
@common_options
def group(common: Common) -> None:
    """Neural networks that show their work: every number of a training step, explained."""
    context = click.get_current_context()
    verb = context.invoked_subcommand
    if verb is not None:
        # Common options may stand before the verb as well.
        given = {name: context.params[name] for name in context.params if _is_given(context, name)}
        context.default_map = {verb: given}
        return
    from conspect.cli.explain import explain_example

    explain_example(common)


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code.

    Args:
        arguments: what stands behind `conspect`; left out, the process's own.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen_language(given, os.environ)
    # Python would leave by looking through all that was imported, for longer than a short command.
    atexit.register(gc.freeze)
    with speaking(language), click_speaking(language):
        sys.exit(_run(given))


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for by `--lang`, else by the locale, else English.

    It has to be known before click reads the command line: the help is in it too.

    >>> chosen_language(["explain", "--lang=en"], {"LANG": "ru_RU.UTF-8"})
    'en'
    """
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word == "--lang" or word.startswith("--lang="):
            return word.partition("=")[2] or following
    locales = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = re.split(r"[_.@-]", next(filter(None, locales), "en"))[0].lower()
    return code if code in languages() else "en"


def _run(arguments: list[str]) -> int:
    try:
        code = _obey(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _complain(error)
    except KeyboardInterrupt:
        _say(_("interrupted"))
        return INTERRUPTED


def _obey(arguments: list[str]) -> int:
    """What click's own `main` does, but that closed pipes and interrupts are left to us."""
    instruction = os.environ.get(_COMPLETE)
    if instruction:
        return shell_complete(group, {}, "conspect", _COMPLETE, instruction)
    try:
        spoken = translated(group)
        with spoken.make_context("conspect", arguments.copy()) as context:
            result = spoken.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else 0


def _complain(error: Exception) -> int:
    """Say in one line what went wrong; the exit code for it."""
    match error:
        case ConspectError():
            _say(str(error))
            return error.exit_code
        case click.ClickException():
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "conspect"
            said = error.format_message().rstrip(".")
            _say(_("{said}; see: {command} --help").format(said=said, command=command))
            return 2
        case BrokenPipeError():
            # Whoever read our output has enough. What is still buffered goes nowhere, so that
            # Python does not complain of it when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case OSError():
            _say(f"{error.filename or _('output')}: {reason(error)}")
            return 4
        case MemoryError():
            _say(_("not enough memory for this network or its data"))
            return OUT_OF_MEMORY
    _say(
        _("an error of ours: {error}; --debug shows where; please report it").format(
            error=f"{type(error).__name__}: {error}"
        )
    )
    return DEFECT


def _say(line: str) -> None:
    if sys.stderr is None:
        return
    flat = " ".join(f"conspect: {line}".split())
    # A name out of a file must not give the terminal orders.
    text = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in flat)
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    print(shown, file=sys.stderr)
