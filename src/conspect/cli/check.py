"""`conspect check`: is somebody's own backpropagation right, and if not, where is it not?"""

import click

from conspect.cli.options import Common, common_options

_FORMS = ("text", "html")


@click.command("check")
@click.argument("file")
@click.option("--loss", metavar="EXPR", help="The loss meant, over the program's own names.")
@click.option(
    "--to",
    "form",
    type=click.Choice(_FORMS),
    help="The format; if left out, that of the file's name, or text.",
)
@common_options
def command(file: str, loss: str | None, form: str | None, common: Common) -> int:
    r"""Check the gradients of somebody's own training code.

    FILE is a Python script or a notebook, as it is. It is run, with your own rights, in a process
    of its own with limits on time and memory; what it prints is kept away. The gradients that it
    really applies are held against the true ones; a mistake is named, with its line and its fix.

    Exit code: 0 the gradients are right, 1 a mistake was found, 2 neither could be established.

    \b
    conspect check train.py
    conspect check notebook.ipynb --json
    conspect check train.py -o report.html
    """
    import msgspec

    from conspect.check.examine import check_file
    from conspect.check.run import warning
    from conspect.check.sources import read_sources
    from conspect.cli.output import form_of, write

    chosen = form or ("text" if common.as_json else form_of(common.output, _FORMS, "text"))
    sources = read_sources(file)
    if not common.quiet:
        click.echo(warning(file), err=True)
    report = check_file(file, sources, options={"loss": loss} if loss else None)
    if common.as_json:
        write(common.output, msgspec.json.format(msgspec.json.encode(report)).decode() + "\n")
    else:
        from conspect.check.report.sheet import sheet
        from conspect.cli.explain import show_document

        show_document(sheet(report, file, common.digits), chosen, common)
    return report.exit_code
