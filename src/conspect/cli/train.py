"""`conspect train`: a network trained on data, and kept."""

import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from conspect.cli.class_weights import class_weights
from conspect.cli.data import DataOptions, data_options
from conspect.cli.options import Common, Whole, common_options
from conspect.errors import InputError
from conspect.language import _, plural

if TYPE_CHECKING:
    from conspect.files import Description
    from conspect.models import Model
    from conspect.network import Network
    from conspect.training.rows import TrainingRows
    from conspect.training.settings import Settings
    from conspect.training.state import TrainingState

# What holds where neither the network file nor the command line says more.
DEFAULTS = {"epochs": 100, "batch_size": 32, "shuffle": True}


@click.command("train")
@click.argument("network")
@data_options
@click.option("--epochs", type=Whole(0), metavar="N", help="How often to see every row.")
@click.option("--batch-size", type=Whole(1), metavar="N", help="Rows a step.")
@click.option("--validation", type=float, metavar="SHARE", help="Rows to validate on: 0.2.")
@click.option("--shuffle/--no-shuffle", default=None, help="A new order of the rows each epoch.")
@click.option("--patience", type=Whole(1), metavar="N", help="Stop after N idle epochs.")
@click.option("--weights", metavar="COLUMN", help="A column that says how much each row counts.")
@click.option(
    "--class-weight",
    multiple=True,
    metavar="CLASS=W",
    help="How much a class counts; or balanced: all classes alike.",
)
@click.option("--resume", is_flag=True, help="Go on where the model in -o stands.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "reference", "buffered", "compiled", "jax"]),
    default="auto",
    show_default=True,
    help="What does the arithmetic.",
)
@click.option("--plot", metavar="FILE", help="Draw loss, boundary and weights: PNG, SVG, PDF.")
@common_options
def command(
    network: str,
    options: DataOptions,
    weights: str | None,
    class_weight: tuple[str, ...],
    resume: bool,
    engine: str,
    plot: str | None,
    common: Common,
    **given: Any,
) -> int:
    r"""Train a network on data.

    NETWORK is a network file (TOML). Without --data, the file's own rows are taken.

    \b
    conspect train network.toml --data iris -o iris.conspect
    conspect train network.toml --data table.csv --target price --validation 0.2 -o m.conspect
    conspect train network.toml --data iris -o iris.conspect --epochs 500 --resume
    """
    from conspect.files import read

    description = read(network, seed=common.seed)
    path = _model_path(common)
    model = _before(path, description, common) if resume else None
    before = None if model is None else model.training
    settings = _settings(description, before, given, common)
    if before is not None and before.epoch >= settings.epochs and not common.quiet:
        said = plural(
            "{path} has been trained for {count} epoch already: --epochs N goes on to N.",
            "{path} has been trained for {count} epochs already: --epochs N goes on to N.",
            before.epoch,
        )
        print(said.format(path=path, count=before.epoch), file=sys.stderr)
    try:
        rows = _rows(description, options, settings, weights, common)
        counted = class_weights(class_weight, rows.preparation.classes if rows.preparation else ())
    except InputError as error:
        error.file = error.file or network
        raise
    if model is not None and rows.preparation != model.preparation:
        raise InputError(
            _("this training began with other data"),
            _("give the same, or train anew without --resume"),
            file=path,
        )
    return _train(description.network, rows, settings, before, path, engine, plot, counted, common)


def _model_path(common: Common) -> str:
    """Where the model goes; nowhere unless -o is given."""
    source = click.get_current_context().get_parameter_source("output")
    path = "" if source is click.core.ParameterSource.DEFAULT else common.output
    if path == "-" and common.as_json:
        raise click.UsageError(_("-o - and --json both want stdout: give the model a file."))
    if not path and not common.quiet:
        print(_("The model is not kept: say where to with -o FILE."), file=sys.stderr)
    return path


def _before(path: str, description: "Description", common: Common) -> "Model | None":
    """The model whose training goes on; None if there is none yet."""
    from pathlib import Path

    from conspect.models import load
    from conspect.models.description import describe

    if path in ("", "-"):
        raise click.UsageError(_("--resume goes on with the model that -o names."))
    if not Path(path).exists():
        if not common.quiet:
            print(_("There is no {path} yet: from the start.").format(path=path), file=sys.stderr)
        return None
    model = load(path)
    training = model.training
    if training is None:
        raise InputError(_("this model has no training to go on with"), file=path)
    if describe(training.network) != describe(description.network):
        raise InputError(
            _("this model was trained with another network file"),
            _("give that one, or train anew without --resume"),
            file=path,
        )
    return model


def _settings(
    description: "Description",
    before: "TrainingState | None",
    given: dict[str, Any],
    common: Common,
) -> "Settings":
    """How to train: as the command line says, else the file, else as is usual.

    A training that goes on does so as it began; only the number of epochs may change.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    if before is None:
        usual: dict[str, Any] = {
            name: value for name, value in DEFAULTS.items() if name not in description.said
        }
        if description.network.optimizer.full_batch:
            usual["batch_size"] = description.settings.batch_size
        return replace(description.settings, **{**usual, **chosen})
    if common.seed is not None:
        chosen["seed"] = common.seed
    for name, value in chosen.items():
        known = getattr(before.settings, name)
        if name != "epochs" and value != known:
            raise InputError(
                _(
                    "this training began with {name} {known}, and goes on so, not with {value}"
                ).format(name=name, known=known, value=value),
                _("leave --{option} out, or train anew without --resume").format(
                    option=name.replace("_", "-")
                ),
            )
    epochs = description.settings.epochs if "epochs" in description.said else DEFAULTS["epochs"]
    return replace(before.settings, epochs=chosen.get("epochs", epochs))


def _rows(
    description: "Description",
    options: DataOptions,
    settings: "Settings",
    weights: str | None,
    common: Common,
) -> "TrainingRows":
    from conspect.training.rows import from_arrays, from_table

    if options.data is None:
        if description.x is None or description.y is None:
            raise InputError(_("there is no data to train on"), _("give --data FILE"))
        if weights is not None:
            raise InputError(_("--weights names a column of the data"), _("give --data FILE"))
        return from_arrays(description.network, description.x, description.y, settings)
    table = options.table(common.seed)
    beside = [] if weights is None else [weights]
    preparation, table = options.prepare(table, description.network, beside=beside)
    return from_table(description.network, table, preparation, settings, options.scale, weights)


def _train(
    network: "Network",
    rows: "TrainingRows",
    settings: "Settings",
    before: "TrainingState | None",
    path: str,
    engine: str,
    plot: str | None,
    counted: "Mapping[int, float] | str | None",
    common: Common,
) -> int:
    from conspect.cli.reports import report
    from conspect.training.checkpoints import Checkpoints
    from conspect.training.interrupt import Interruption
    from conspect.training.loop import Progress, fit

    checkpoints = Checkpoints(path, rows.preparation)
    with (
        Interruption() as interruption,
        report(common, settings.epochs, apart=path == "-") as told,
    ):

        def on_epoch(progress: Progress) -> None:
            told.epoch(progress)
            checkpoints.offer(progress.state)

        state = fit(
            network,
            rows.x,
            rows.y,
            settings,
            engine=engine,
            weights=rows.weights,
            class_weights=counted,
            validation_data=rows.held_out,
            resume=before,
            on_epoch=on_epoch,
            should_stop=interruption.came,
        )
        checkpoints.save(state)
        if interruption.came():
            print(_told_interruption(state, path), file=sys.stderr)
            return interruption.exit_code
        told.end(_outcome(state, rows, path), state.history)
    if plot is not None:
        from conspect.plots import plot as draw

        classes = rows.preparation.classes if rows.preparation else ()
        targets = rows.y.reshape(len(rows.x), -1)[:, 0]
        draw(plot, state.result(), state.history, rows.x, targets, classes)
    return 0


def _outcome(state: "TrainingState", rows: "TrainingRows", path: str) -> dict[str, Any]:
    """What training came to, as `--json` says it."""
    scores = rows.scores(state.result())
    return {
        "epochs": state.epoch,
        "loss": state.history[-1]["loss"] if state.history else scores["loss"],
        "scores": scores,
        "engine": state.engine,
        "ended": state.ended,
        "model": path,
    }


def _told_interruption(state: "TrainingState", path: str) -> str:
    """The line that says how to go on."""
    if path in ("", "-"):
        return _("interrupted in epoch {epoch}; nothing is kept without -o FILE").format(
            epoch=state.epoch + 1
        )
    arguments = [argument for argument in sys.argv[1:] if argument != "--resume"]
    return _("interrupted in epoch {epoch}; saved in {path}; go on with: {command}").format(
        epoch=state.epoch + 1,
        path=path,
        command=shlex.join(["conspect", *arguments, "--resume"]),
    )
