"""`conspect code`: the network as a plain program."""

import click

from conspect.cli.options import Common, common_options
from conspect.language import _


@click.command("code")
@click.argument("network", required=False)
@common_options
def command(network: str | None, common: Common) -> None:
    r"""Write a program of one's own: the network in plain NumPy, with what each step is for.

    NETWORK is a network file (TOML); left out, the built-in example. Run, the program prints the
    numbers that `conspect explain` explains.

    \b
    conspect code network.toml -o network.py
    python network.py
    """
    from conspect.cli.output import write
    from conspect.errors import InputError
    from conspect.files import EXAMPLE, read
    from conspect.program.writer import write_program

    if common.as_json:
        raise click.UsageError(_("a program has no JSON form."))
    path = EXAMPLE if network is None else network
    try:
        write(common.output, write_program(read(path, seed=common.seed)))
    except InputError as error:
        error.file = error.file or str(path)
        raise
