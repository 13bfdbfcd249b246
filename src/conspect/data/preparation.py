"""Which columns of a table are inputs and targets, and how they become numbers.

A preparation is made from the rows that a network is trained on, stored with the model, and used on
every row that the model sees later.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from conspect.data.columns import (
    Column,
    Missing,
    NumberColumn,
    Scale,
    WordColumn,
    column,
    missing_error,
    number_name,
    words_of,
)
from conspect.data.large import pieces, room
from conspect.data.table import Table
from conspect.errors import DataError
from conspect.language import _, plural
from conspect.network import Network
from conspect.registry import nearest

Floats = npt.NDArray[np.float64]


class Preparation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the rows of a table become a network's inputs and targets.

    Attributes:
        inputs: the columns that the network reads, in order.
        targets: the columns that it answers.
        classes: the names of the classes where the one target is a class, in their numbers' order.
    """

    inputs: tuple[Column, ...]
    targets: tuple[str, ...]
    classes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many numbers a row of inputs has."""
        return sum(part.width for part in self.inputs)

    def input_titles(self) -> list[str]:
        """What the inputs are called, in order: `sepal_length`, `colour=red`."""
        return [title for part in self.inputs for title in part.titles()]

    def input_rows(self, table: Table, shape: tuple[int, ...]) -> Floats:
        """The inputs of all rows.

        Args:
            table: has at least the columns that the model was trained on.
            shape: of a sample, as the network reads it.

        Raises:
            DataError: a column is not there, or a value in it is missing, infinite or unknown.
        """
        for name in (part.name for part in self.inputs):
            if name not in table.columns:
                raise DataError(
                    _("there is no column {name!r}, which the model reads").format(name=name),
                    nearest(name, table.columns),
                    file=table.source,
                )
        on_disk = any(isinstance(values, np.memmap) for values in table.columns.values())
        rows = room((len(table), self.width), on_disk=on_disk)
        for piece in pieces(len(table)):
            place = 0
            for part in self.inputs:
                rows[piece, place : place + part.width] = part.inputs(table, piece)
                place += part.width
        return rows.reshape(len(table), *shape)

    def scaled(self, table: Table, rows: npt.NDArray[Any], scale: Scale) -> "Preparation":
        """The same preparation, its numbers scaled by what these rows of the table are like."""

        def rescaled(part: Column) -> Column:
            if isinstance(part, WordColumn):
                return part
            some = Table({part.name: table.columns[part.name][rows]}, table.source)
            anew = column(some, part.name, scale, "error" if part.fill is None else "fill")
            return msgspec.structs.replace(anew, fill=part.fill)

        return msgspec.structs.replace(self, inputs=tuple(map(rescaled, self.inputs)))

    def has_targets(self, table: Table) -> bool:
        """Whether the table holds the targets too."""
        return all(name in table.columns for name in self.targets)

    def target_rows(self, table: Table) -> Floats:
        """The targets of all rows: class numbers, or a row of numbers a sample.

        Raises:
            DataError: a target is missing, infinite, or a class that the model does not know.
        """
        if self.classes:
            return self._class_numbers(table)
        numbers = [NumberColumn(name).inputs(table, slice(0, len(table))) for name in self.targets]
        return np.concatenate(numbers, axis=1)

    def _class_numbers(self, table: Table) -> Floats:
        [name] = self.targets
        number = {word: float(i) for i, word in enumerate(self.classes)}
        classes = np.empty(len(table))
        column = table.columns[name]
        # A piece at a time: as words, numbers take many times their room.
        parts = (Table({name: column[piece]}) for piece in pieces(len(table)))
        words = chain.from_iterable(words_of(part, name) for part in parts)
        for row, word in enumerate(words):
            if word is None:
                raise missing_error(table, name, row)
            if word not in number:
                raise table.error(
                    row,
                    _("the target is {word!r}, which is no class of the model").format(word=word),
                    _("its classes are {classes}").format(classes=", ".join(self.classes)),
                )
            classes[row] = number[word]
        return classes

    def answers(self, outputs: Floats) -> list[str] | list[list[float]]:
        """What the network's outputs say: the names of classes, or the numbers themselves.

        >>> kinds = Preparation((), ("kind",), ("cat", "dog"))
        >>> kinds.answers(np.array([[0.2, 0.8]])), kinds.answers(np.array([[0.4]]))
        (['dog'], ['cat'])
        """
        if not self.classes:
            numbers: list[list[float]] = outputs.tolist()
            return numbers
        chosen = outputs.argmax(axis=1) if outputs.shape[1] > 1 else outputs[:, 0] > 0.5
        return [self.classes[int(number)] for number in chosen]


def prepare(
    table: Table,
    network: Network,
    *,
    targets: Iterable[str] = (),
    ignore: Iterable[str] = (),
    scale: Scale = "none",
    missing: Missing = "error",
) -> tuple[Preparation, Table]:
    """The preparation that suits a table and a network, and the table without dropped rows.

    Args:
        table: the rows to train on.
        network: what is trained; its loss tells whether the target is a class.
        targets: the columns to answer; left out, what the table itself says.
        ignore: columns that are neither inputs nor targets.
        scale: how columns of numbers are scaled.
        missing: what becomes of missing values: an error, rows dropped, or inputs filled.

    Raises:
        DataError: no target, no inputs, or not as many as the network has.
    """
    answered = table.expanded(targets) or list(table.targets)
    if not answered:
        raise DataError(
            _("it is not said which column is the target"),
            _("choose with --target among {columns}").format(
                columns=", ".join(list(table.columns)[:12])
            ),
            file=table.source,
        )
    left_out = {*answered, *table.expanded(ignore)}
    read = [name for name in table.columns if name not in left_out]
    if missing == "drop":
        table = _without_missing(table, [*read, *answered])
    parts = tuple(column(table, name, scale, missing) for name in read)
    made = Preparation(parts, tuple(answered), _classes(table, answered, network))
    _check_width(made, network, table)
    return made, table


def _without_missing(table: Table, names: Iterable[str]) -> Table:
    there = ~np.any([table.missing(name) for name in names], axis=0)
    if not there.any():
        raise DataError(_("every row lacks a value"), _("use --missing fill"), file=table.source)
    return table if there.all() else table.rows(there)


def _classes(table: Table, targets: Sequence[str], network: Network) -> tuple[str, ...]:
    """The names of the classes if the target is one; nothing if it is numbers."""
    [outputs] = network.shapes["y"]
    single = len(targets) == 1
    if single and network.loss.class_numbers:
        return _class_names(table, targets[0], outputs)
    if single and network.loss.absorbs == "sigmoid" and outputs == 1:
        values = table.columns[targets[0]]
        shares = not table.is_words(targets[0]) and ((values >= 0) & (values <= 1)).all()
        if not shares or np.isin(values, (0, 1)).all():
            return _class_names(table, targets[0], 2)
    for name in targets:
        if table.is_words(name):
            raise DataError(
                _("the target {name!r} holds words, but the loss {kind} compares numbers").format(
                    name=name, kind=network.loss.kind()
                ),
                _('to tell classes apart, end the network with softmax and loss = "cross_entropy"'),
                file=table.source,
            )
    if len(targets) != outputs:
        raise DataError(
            plural(
                "{count} target column chosen, but the network has {outputs}",
                "{count} target columns chosen, but the network has {outputs}",
                len(targets),
            ).format(
                count=len(targets),
                outputs=plural("{count} output", "{count} outputs", outputs).format(count=outputs),
            ),
            _("choose {outputs}, or give the last layer {targets} units").format(
                outputs=outputs, targets=len(targets)
            ),
            file=table.source,
        )
    return ()


def _class_names(table: Table, name: str, count: int) -> tuple[str, ...]:
    """The names of so many classes; numbers from 0 on are the classes' numbers themselves."""
    if not table.is_words(name):
        numbers = np.unique(table.columns[name])
        numbers = numbers[np.isfinite(numbers)]
        if np.isin(numbers, np.arange(count)).all():
            return tuple(str(number) for number in range(count))
        found = [number_name(float(number)) for number in numbers]
    else:
        found = sorted({word for word in table.columns[name] if word is not None})
    if len(found) != count:
        told = ", ".join(found[:6]) + " …" * (len(found) > 6)
        raise DataError(
            _(
                "the target {name!r} holds {found} classes ({told}), "
                "but the network tells {known} apart"
            ).format(name=name, found=len(found), told=told, known=count),
            _("give the last layer {count} units").format(count=len(found))
            if count > 2 or len(found) > 2
            else "",
            file=table.source,
        )
    return tuple(found)


def _check_width(made: Preparation, network: Network, table: Table) -> None:
    numbers = 1
    for size in network.shapes["x"]:
        numbers *= size
    if made.width != numbers:
        titles = made.input_titles()
        told = ", ".join(titles[:8]) + " …" * (len(titles) > 8)
        raise DataError(
            plural(
                "the columns make {width} input ({told}), but the network reads {numbers}",
                "the columns make {width} inputs ({told}), but the network reads {numbers}",
                made.width,
            ).format(width=made.width, told=told, numbers=numbers),
            _("write inputs = {width} in the network, or leave columns out with --ignore").format(
                width=made.width
            ),
            file=table.source,
        )
