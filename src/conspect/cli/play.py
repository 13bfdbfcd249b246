"""`conspect play`: the explanation as a page to play in."""

import webbrowser
from pathlib import Path

import click

from conspect.cli.data import DataOptions, data_options
from conspect.cli.options import Common, Whole, common_options
from conspect.language import _


@click.command("play")
@click.argument("network", required=False)
@data_options
@click.option("--row", type=Whole(1), metavar="N", help="A step on row N of the data.")
@click.option("--epoch", type=Whole(0), default=0, metavar="K", help="Train K epochs first.")
@click.option("--no-open", is_flag=True, help="Write the page, and open no browser.")
@common_options
def command(
    network: str | None,
    options: DataOptions,
    row: int | None,
    epoch: int,
    no_open: bool,
    common: Common,
) -> None:
    r"""Play with a network: a page on which every number can be changed and every step taken.

    NETWORK is a network file (TOML) or a trained model; left out, the built-in example. The page is
    one file that works by itself, offline: conspect-play.html, or the file that -o names.

    \b
    conspect play
    conspect play network.toml -o lesson.html --no-open
    conspect play --data xor.csv network.toml
    conspect play iris.conspect --data iris --row 3
    """
    from conspect.cli.explain import described, lesson, trace_at
    from conspect.cli.output import form_of, write
    from conspect.errors import InputError
    from conspect.files import EXAMPLE
    from conspect.render.to_html import render

    if common.as_json:
        raise click.UsageError(_("a page has no JSON form; take explain --json."))
    form_of(common.output, ("html",), "html")
    path = EXAMPLE if network is None else network
    description = described(path, options, row, common)
    try:
        trace = trace_at(description, epoch, 1)
    except InputError as error:
        error.file = error.file or str(path)
        raise
    page = render(lesson(trace, description, (), common.digits), description)
    given = click.get_current_context().get_parameter_source("output")
    is_default = given is not click.core.ParameterSource.COMMANDLINE and common.output == "-"
    output = "conspect-play.html" if is_default else common.output
    write(output, page)
    if output == "-":
        return
    if not common.quiet:
        click.echo(output, err=True)
        if trace.network.optimizer.full_batch:
            said = _("{kind} searches for its steps, as no page can.")
            click.echo(said.format(kind=trace.network.optimizer.kind()), err=True)
    if not no_open:
        webbrowser.open(Path(output).resolve().as_uri())
