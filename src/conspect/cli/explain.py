"""`conspect explain`: a step of training, worked through by hand."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from conspect.cli.data import DataOptions, data_options
from conspect.cli.options import Common, Whole, common_options
from conspect.errors import InputError
from conspect.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from conspect.explain.document import Document, Sheet
    from conspect.files import Description
    from conspect.floats import Floats
    from conspect.network import Network
    from conspect.trace import Trace


def formats() -> list[str]:
    """The formats there are: the files `render/to_FORMAT.py`."""
    from pkgutil import iter_modules

    from conspect import render

    names = [file.name for file in iter_modules(render.__path__)]
    return sorted(name.removeprefix("to_") for name in names if name.startswith("to_"))


@click.command("explain")
@click.argument("network", required=False)
@data_options
@click.option("--row", type=Whole(1), metavar="N", help="A step on row N of the data.")
@click.option("--epoch", type=Whole(0), default=0, metavar="K", help="Train K epochs first.")
@click.option("--batch", type=Whole(1), default=1, metavar="B", help="Which batch of the epoch.")
@click.option(
    "--show", multiple=True, metavar="NAME", help="Just what leads to NAME: dW1, W1[2,1], loss."
)
@click.option(
    "--claim",
    "claimed",
    multiple=True,
    metavar="NAME=VALUE",
    help="Somebody's number: is it right, and if not, which mistake yields it?",
)
@click.option(
    "--to",
    "form",
    type=click.Choice(formats()),
    help="The format; if left out, that of the file's name, or text.",
)
@common_options
def command(
    network: str | None,
    options: DataOptions,
    row: int | None,
    epoch: int,
    batch: int,
    show: tuple[str, ...],
    claimed: tuple[str, ...],
    form: str | None,
    common: Common,
) -> None:
    """Explain a step of training: every number of the forward pass, the backward pass, the update.

    NETWORK is a network file (TOML) or a trained model; left out, the built-in example.

    \b
    conspect explain network.toml
    conspect explain network.toml --show "dW1[2,1]"
    conspect explain network.toml --epoch 10 --json
    conspect explain network.toml --claim loss_after=0.291027924
    conspect explain iris.conspect --data iris --row 3
    """  # noqa: D301
    from conspect.cli.output import form_of, write
    from conspect.files import EXAMPLE

    if common.as_json and form not in (None, "json"):
        raise click.UsageError(_("--json and --to {form} contradict each other.").format(form=form))
    form = "json" if common.as_json else form or form_of(common.output, formats(), "text")
    path = EXAMPLE if network is None else network
    description = described(path, options, row, common)
    try:
        trace = trace_at(description, epoch, batch)
    except InputError as error:
        error.file = error.file or str(path)
        raise
    document = lesson(trace, description, show, common.digits)
    if claimed:
        if not show and not common.as_json:
            document = replace(document, sections=())
        document = _judged(document, description, claimed)
    if form == "html":
        from conspect.render.to_html import render

        write(common.output, render(document, description))
        return
    show_document(document, form, common)


def lesson(
    trace: "Trace", description: "Description", show: Sequence[str], digits: int
) -> "Document":
    """The step explained, and where its rows come from."""
    document = trace.explain(show, digits=digits)
    if description.origin is None and not description.epochs:
        return document
    from conspect.explain.origin import with_origin

    return with_origin(document, description)


def _judged(document: "Document", description: "Description", claimed: Sequence[str]) -> "Document":
    """The document, with what is to be said of somebody's numbers before all else."""
    from conspect.claims.claim import read_claim
    from conspect.claims.lookup import answer
    from conspect.claims.verdict import with_answers

    answers = [answer(read_claim(text), document.trace, description) for text in claimed]
    return with_answers(document, answers)


def described(
    path: "str | Path",
    options: DataOptions,
    row: int | None,
    common: Common,
    *,
    bare: bool = False,
) -> "Description":
    """A network, and the rows to explain it with: its file's own, or those of `--data`.

    A bare network can do without rows.
    """
    from conspect.files import Description, is_model_file, read
    from conspect.training.settings import Settings

    preparation = None
    if is_model_file(path):
        from conspect.models import load

        model = load(path)
        preparation = model.preparation
        settings = model.training.settings if model.training else Settings()
        epochs = model.training.epoch if model.training else 0
        description = Description(model.network, settings, None, None, epochs=epochs)
    else:
        description = read(path, seed=common.seed)
    if options.data is not None:
        x, y, origin = options.rows(description.network, preparation, common.seed)
        description = replace(description, x=x, y=y, origin=origin)
    elif is_model_file(path) and not bare:
        raise InputError(_("a model holds no rows"), _("give --data FILE --row N"), file=str(path))
    return description if row is None else _single(description, row)


def _single(description: "Description", row: int) -> "Description":
    """The same with one row of its data, counted from 1."""
    x, y = description.x, description.y
    if x is None or y is None:
        return description
    if row > len(x):
        raise InputError(
            _("there is no row {row}").format(row=row),
            _("there are {count}: choose 1 to {count}").format(count=len(x)),
        )
    settings = replace(description.settings, batch_size=None)
    origin = description.origin and replace(description.origin, row=row)
    one = slice(row - 1, row)
    return replace(description, x=x[one], y=y[one], settings=settings, origin=origin)


def trace_at(description: "Description", epoch: int, batch: int) -> "Trace":
    """The step that comes after so many whole epochs: a batch of the next one (from 1)."""
    import numpy as np

    from conspect.engines import reference
    from conspect.training.batches import epochs

    network, x, y = description.network, description.x, description.y
    if x is None or y is None:
        raise InputError(
            _("there is no data to explain a step with"),
            _("add [data] with inputs and targets, or give --data FILE"),
        )
    if network.optimizer.full_batch:
        return _last_step(network, x, y, epoch)
    order = epochs(len(x), description.settings)
    for _epoch in range(epoch):
        losses, sizes = [], []
        for rows in next(order):
            network, loss = reference.advance(network, x[rows], y[rows])
            losses.append(loss)
            sizes.append(len(rows))
        network = network.after_epoch(np.average(losses, weights=sizes))
    batches = next(order)
    if batch > len(batches):
        raise InputError(
            _("there is no batch {batch}").format(batch=batch),
            _("the last one of an epoch is {count}").format(count=len(batches)),
        )
    for rows in batches[: batch - 1]:
        network, _loss = reference.advance(network, x[rows], y[rows])
    rows = batches[batch - 1]
    return reference.trace(network, x[rows], y[rows], epoch=epoch, batch=batch)


def _last_step(network: "Network", x: "Floats", y: "Floats", epoch: int) -> "Trace":
    """The step that a search takes after so many others, or its last one."""
    from conspect.engines import reference
    from conspect.training.full_batch import minimise

    found = minimise(network, x, y, steps=epoch + 1)
    return reference.trace(found.before, x, y, epoch=max(found.steps - 1, 0))


def show_document(document: "Document | Sheet", form: str, common: Common) -> None:
    """Put a document out in a format; in JSON, if that is wanted."""
    from importlib import import_module

    from conspect.cli.output import needs_ascii, print_rows, terminal_width, write

    form = "json" if common.as_json else form
    if form == "text" and common.output == "-":
        from conspect.render.to_text import styled_rows

        rows = styled_rows(document, terminal_width(), needs_ascii())
        print_rows(rows, no_color=common.no_color)
        return
    renderer = import_module(f"conspect.render.to_{form}")
    write(common.output, renderer.render(document))


def explain_example(common: Common) -> None:
    """Bare `conspect`: the notebook's network explained, and the notebook's own printout."""
    from conspect.cli.output import form_of, write
    from conspect.explain.printout import printout
    from conspect.files import EXAMPLE, read

    form = "json" if common.as_json else form_of(common.output, formats(), "text")
    description = read(EXAMPLE, seed=common.seed)
    show_document(trace_at(description, 0, 1).explain(digits=common.digits), form, common)
    if common.as_json or common.output != "-":
        return
    write("-", "\n" + printout(trace_at(description, epoch, 1) for epoch in range(2)))
    if not common.quiet:
        sys.stdout.flush()
        print(_next_steps(), file=sys.stderr)


def _next_steps() -> str:
    return _(
        """\
Try next:
  conspect explain --show "dW1[2,1]"    just what leads to one number
  conspect explain --epoch 5            the same step five epochs later
  conspect explain YOUR_NETWORK.toml    a network of your own
  conspect --help                       everything else"""
    )
