"""`conspect draw`: the network as a picture, still or moving."""

from typing import TYPE_CHECKING, cast

import click

from conspect.cli.explain import trace_at
from conspect.cli.options import Common, common_options

if TYPE_CHECKING:
    from conspect.files import Description
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

    if common.as_json:
        raise click.UsageError("a picture has no JSON form; take explain --json.")
    path = EXAMPLE if network is None else network
    description = read(path, seed=common.seed)
    try:
        drawn = (
            _film(description, epoch, epochs, batch)
            if film
            else _still(description, cast("What", what), epoch, batch)
        )
    except InputError as error:
        error.file = error.file or str(path)
        raise
    write(common.output, drawn)


def _still(description: "Description", what: "What", epoch: int, batch: int) -> str:
    from conspect.render.to_svg import picture_svg

    if what == "bare" and description.x is None:
        return picture_svg(description.network, what)
    return picture_svg(trace_at(description, epoch, batch), what)


def _film(description: "Description", epoch: int, epochs: int, batch: int) -> str:
    from conspect.render.to_svg import film_svg

    return film_svg([trace_at(description, epoch + more, batch) for more in range(epochs)])
