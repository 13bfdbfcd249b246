"""`conspect draw`: the network as a picture, still or moving."""

from typing import TYPE_CHECKING, cast

import click

from conspect.cli.data import DataOptions, data_options
from conspect.cli.explain import described, trace_at
from conspect.cli.options import Common, Whole, common_options
from conspect.errors import InputError
from conspect.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conspect.network import Network
    from conspect.render.graph.captions import What
    from conspect.trace import Trace

_FILM_EPOCHS = 3
_FILMS = ("svg", "gif")
_FORMS = ("gif", "pdf", "png", "svg")


@click.command("draw")
@click.argument("network", required=False)
@data_options
@click.option("--row", type=Whole(1), metavar="N", help="A step on row N of the data.")
@click.option(
    "--what",
    type=click.Choice(["bare", "forward", "gradients"]),
    default="forward",
    show_default=True,
    help="The names alone, the numbers forward, or the gradients.",
)
@click.option(
    "--to",
    "form",
    type=click.Choice(_FORMS),
    help="The format; if left out, that of the file's name, or svg.",
)
@click.option("--film", is_flag=True, help="A moving picture: forward, backward, update.")
@click.option(
    "--epochs",
    type=Whole(1, 100),
    default=_FILM_EPOCHS,
    show_default=True,
    metavar="N",
    help="How many epochs the film shows, the first step of each.",
)
@click.option("--epoch", type=Whole(0), default=0, metavar="K", help="Train K epochs first.")
@click.option("--batch", type=Whole(1), default=1, metavar="B", help="Which batch of the epoch.")
@common_options
def command(
    network: str | None,
    options: DataOptions,
    row: int | None,
    what: str,
    form: str | None,
    film: bool,
    epochs: int,
    epoch: int,
    batch: int,
    common: Common,
) -> None:
    r"""Draw the network: units, weights, their numbers, their gradients.

    NETWORK is a network file (TOML) or a trained model; left out, the built-in example.

    \b
    conspect draw -o network.svg
    conspect draw iris.conspect --data iris --row 3 -o row.svg
    conspect draw network.toml --what gradients -o gradients.png
    conspect draw network.toml --film -o film.svg
    conspect draw network.toml --film -o film.gif
    """
    from conspect.cli.output import write
    from conspect.files import EXAMPLE
    from conspect.render.graph.captions import PICTURE_DIGITS

    if common.as_json:
        raise click.UsageError(_("a picture has no JSON form; take explain --json."))
    chosen = _form(form, common.output, film=film)
    path = EXAMPLE if network is None else network
    description = described(path, options, row, common, bare=what == "bare" and not film)
    digits = common.digits if _is_given("digits") else PICTURE_DIGITS
    try:
        if film:
            traces = [trace_at(description, epoch + more, batch) for more in range(epochs)]
            drawn = _film(traces, chosen, digits)
        elif what == "bare" and description.x is None:
            drawn = _still(description.network, "bare", chosen, digits)
        else:
            trace = trace_at(description, epoch, batch)
            drawn = _still(trace, cast("What", what), chosen, digits)
    except InputError as error:
        error.file = error.file or str(path)
        raise
    write(common.output, drawn)


def _form(asked: str | None, output: str, *, film: bool) -> str:
    """The format asked for, else that of the file's name."""
    from conspect.cli.output import form_of

    form = asked or form_of(output, _FORMS, "svg")
    if form == "gif" and not film:
        raise InputError(_("a GIF is made of a film"), _("add --film, or choose png"))
    if film and form not in _FILMS:
        raise InputError(
            _("a film cannot be {form}").format(form=form),
            _("choose one of: {names}").format(names=", ".join(_FILMS)),
        )
    return form


def _still(source: "Network | Trace", what: "What", form: str, digits: int) -> str | bytes:
    from conspect.render import raster
    from conspect.render.to_svg import picture_svg

    svg = picture_svg(source, what, digits=digits)
    match form:
        case "png":
            return raster.png(svg)
        case "pdf":
            return raster.pdf(svg)
    return svg


def _film(traces: "Sequence[Trace]", form: str, digits: int) -> str | bytes:
    from conspect.render import raster
    from conspect.render.graph.film import Film
    from conspect.render.to_svg import film_svg

    return raster.gif(Film(traces, digits)) if form == "gif" else film_svg(traces, digits=digits)


def _is_given(option: str) -> bool:
    """Whether an option was written on the command line, not left at its default."""
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE
