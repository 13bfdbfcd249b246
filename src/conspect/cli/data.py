"""The options that say where rows come from, and the rows that they say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from conspect.data import Preparation, Table
    from conspect.explain.origin import Origin
    from conspect.network import Network

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class DataOptions:
    """The values of the options about data.

    Attributes:
        data: a file or an embedded set; None if there is none.
        target: the columns to answer.
        ignore: columns that are left out.
        category: columns that hold words even if they look like numbers.
        scale: how numbers are scaled.
        missing: what becomes of missing values.
    """

    data: str | None
    target: tuple[str, ...]
    ignore: tuple[str, ...]
    category: tuple[str, ...]
    scale: Any
    missing: Any

    def table(self, seed: int | None) -> "Table":
        """The table that `--data` names."""
        from conspect.data import read

        return read(self.data, categories=self.category, seed=seed or 0)

    def prepare(
        self, table: "Table", network: "Network", *, beside: Sequence[str] = ()
    ) -> tuple["Preparation", "Table"]:
        """How the table becomes inputs and targets, and the rows of it that are used.

        Args:
            table: all rows.
            network: what reads them.
            beside: columns that are neither, but for something else.
        """
        from conspect.data import prepare

        return prepare(
            table,
            network,
            targets=self.target,
            ignore=[*self.ignore, *beside],
            scale=self.scale,
            missing=self.missing,
        )

    def rows(
        self, network: "Network", preparation: "Preparation | None", seed: int | None
    ) -> "tuple[Floats, Floats, Origin]":
        """The inputs and targets of the table, one row a sample, and where they come from.

        Args:
            network: what reads them.
            preparation: how its model made numbers of a table; None if it has not seen one.
            seed: for sets that are generated.
        """
        from conspect.explain.origin import Origin
        from conspect.rows import target_rows

        table = self.table(seed)
        if preparation is None:
            preparation, table = self.prepare(table, network)
        x = preparation.input_rows(table, network.shapes["x"])
        [outputs] = network.shapes["y"]
        y = target_rows(preparation.target_rows(table), len(x), outputs, network.loss)
        return x, y, Origin(table, preparation)


_OPTIONS = [
    click.option(
        "--data",
        metavar="FILE",
        help="CSV, TSV, Parquet or NPZ; or iris, digits, moons, circles, spirals, xor.",
    ),
    click.option("--target", multiple=True, metavar="COLUMN", help="What is to be answered."),
    click.option("--ignore", multiple=True, metavar="COLUMN", help="A column to leave out."),
    click.option("--category", multiple=True, metavar="COLUMN", help="A column of categories."),
    click.option(
        "--scale",
        type=click.Choice(["none", "standard", "range"]),
        default="none",
        show_default=True,
        help="Numbers as they are; to mean 0 and deviation 1; to 0 … 1.",
    ),
    click.option(
        "--missing",
        type=click.Choice(["error", "drop", "fill"]),
        default="error",
        show_default=True,
        help="Rows that lack a value: refused, left out, or filled with mean or commonest word.",
    ),
]


def data_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a verb; it receives their values as one argument, `options`."""

    @wraps(function)
    def verb(**values: Any) -> Any:
        options = DataOptions(
            **{field.name: values.pop(field.name) for field in fields(DataOptions)}
        )
        return function(options=options, **values)

    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb
