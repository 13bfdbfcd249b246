"""`conspect predict`: what a model answers to rows of data."""

import csv
import io
from typing import TYPE_CHECKING, Any

import click

from conspect.cli.options import Common, common_options

if TYPE_CHECKING:
    from conspect.data import Preparation, Table
    from conspect.models import Model


@click.command("predict")
@click.argument("model")
@click.option("--data", required=True, metavar="FILE", help="CSV, TSV, Parquet, NPZ or a set.")
@common_options
def command(model: str, data: str, common: Common) -> None:
    r"""Say what a trained model answers to rows of data.

    One line a row: the answer and, for classes, the probability of each. Where the data hold the
    targets too, --json and -v add the scores.

    \b
    conspect predict iris.conspect --data flowers.csv
    conspect predict iris.conspect --data iris --json
    """
    import sys

    from conspect.cli.output import write
    from conspect.data import read
    from conspect.data.columns import WordColumn
    from conspect.models import load
    from conspect.training.measure import answers

    known = load(model)
    preparation = known.preparation
    words = (
        [part.name for part in preparation.inputs if isinstance(part, WordColumn)]
        if (preparation)
        else []
    )
    table = read(data, categories=words, seed=common.seed or 0)
    preparation = preparation or _plain(table)
    x = preparation.input_rows(table, known.network.shapes["x"])
    outputs = answers(known.network, x)
    scores = _scores(known, preparation, table, x)
    if common.as_json:
        write(common.output, _json(preparation, outputs, scores))
        return
    write(common.output, _csv(preparation, outputs, common.digits))
    if common.verbose:
        for name, value in scores.items():
            print(f"{name}: {value:.{common.digits}g}", file=sys.stderr)


def _plain(table: "Table") -> "Preparation":
    """For a model that was trained on arrays: the columns as they stand."""
    from conspect.data import Preparation
    from conspect.data.columns import NumberColumn

    names = [name for name in table.columns if name not in table.targets]
    return Preparation(tuple(NumberColumn(name) for name in names), ())


def _scores(known: "Model", preparation: "Preparation", table: "Table", x: Any) -> dict[str, float]:
    """How good the answers are, where the data say what is right."""
    from conspect.training.rows import TrainingRows

    if not preparation.targets or not preparation.has_targets(table):
        return {}
    rows = TrainingRows(x, preparation.target_rows(table), None, preparation)
    return rows.scores(known.network)


def _json(preparation: "Preparation", outputs: Any, scores: dict[str, float]) -> str:
    import msgspec

    told = {
        "targets": preparation.targets,
        "classes": preparation.classes,
        "predictions": preparation.answers(outputs),
        "outputs": outputs.tolist(),
        "scores": scores,
    }
    return msgspec.json.encode(told).decode() + "\n"


def _csv(preparation: "Preparation", outputs: Any, digits: int) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    shown = [[f"{value:.{digits}g}" for value in row] for row in outputs.tolist()]
    if preparation.classes:
        several = outputs.shape[1] > 1
        titles = preparation.classes if several else preparation.classes[1:]
        table.writerow([*preparation.targets, *(f"P({name})" for name in titles)])
        table.writerows(
            [answer, *row] for answer, row in zip(preparation.answers(outputs), shown, strict=True)
        )
    else:
        numbered = [f"output{i}" for i in range(1, outputs.shape[1] + 1)]
        table.writerow(preparation.targets or numbered)
        table.writerows(shown)
    return text.getvalue()
