"""`conspect draw`: the network as a picture, still or moving."""

from typing import TYPE_CHECKING, cast

import click

from conspect.cli.explain import trace_at
from conspect.cli.options import Common, common_options
from conspect.language import _

if TYPE_CHECKING:
    from conspect.render.graph.captions import What

_FILM_EPOCHS = 3


@click.command("draw")
@click.argument("network", required=False)
@click.option(
    "--what",
    type=click.Choice(["bare", "forward", "gradients"]),
    default="forward",
    show_default=True,
    help="The names alone, the numbers forward, or the gradients.",
)
@click.option("--film", is_flag=True, help="A moving picture: forward, backward, update.")
@click.option(
    "--epochs",
    type=click.IntRange(1, 100),
    default=_FILM_EPOCHS,
    show_default=True,
    help="How many epochs the film shows, the first step of each.",
)
@click.option("--epoch", type=click.IntRange(0), default=0, help="Train so many epochs first.")
@click.option("--batch", type=click.IntRange(1), default=1, help="Which batch of the epoch.")
@common_options
def command(
    network: str | None,
    what: str,
    film: bool,
    epochs: int,
    epoch: int,
    batch: int,
    common: Common,
) -> None:
    r"""Draw the network as SVG: units, weights, their numbers, their gradients.

    NETWORK is a network file (TOML); left out, the built-in example.

    \b
    conspect draw -o network.svg
    conspect draw network.toml --what gradients -o gradients.svg
    conspect draw network.toml --film -o film.svg
    """
    from conspect.cli.output import write
    from conspect.errors import InputError
    from conspect.files import EXAMPLE, read
    from conspect.render.graph.captions import PICTURE_DIGITS
    from conspect.render.to_svg import film_svg, picture_svg

    if common.as_json:
        raise click.UsageError(_("a picture has no JSON form; take explain --json."))
    path = EXAMPLE if network is None else network
    description = read(path, seed=common.seed)
    digits = common.digits if _is_given("digits") else PICTURE_DIGITS
    try:
        if film:
            traces = [trace_at(description, epoch + more, batch) for more in range(epochs)]
            drawn = film_svg(traces, digits=digits)
        elif what == "bare" and description.x is None:
            drawn = picture_svg(description.network, "bare")
        else:
            trace = trace_at(description, epoch, batch)
            drawn = picture_svg(trace, cast("What", what), digits=digits)
    except InputError as error:
        error.file = error.file or str(path)
        raise
    write(common.output, drawn)


def _is_given(option: str) -> bool:
    """Whether an option was written on the command line, not left at its default."""
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE
