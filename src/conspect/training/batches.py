"""Which rows are trained on, and in which order."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.errors import DataError
from conspect.language import _
from conspect.training.settings import Settings

Rows = npt.NDArray[np.intp]


def epoch_order(generator: np.random.Generator, rows: int, *, shuffle: bool) -> Rows:
    """The order of the rows in one epoch: drawn anew, or as they stand.

    >>> epoch_order(np.random.default_rng(0), 4, shuffle=False)
    array([0, 1, 2, 3])
    """
    return generator.permutation(rows) if shuffle else np.arange(rows)


def epochs(rows: int, settings: Settings) -> Iterator[list[Rows]]:
    """The batches of one epoch after the other, without end; the last of each may be smaller.

    >>> batches = next(epochs(5, Settings(batch_size=2)))
    >>> [batch.tolist() for batch in batches]
    [[0, 1], [2, 3], [4]]
    """
    generator = np.random.default_rng(settings.seed)
    size = settings.batch_size or rows
    while True:
        order = epoch_order(generator, rows, shuffle=settings.shuffle)
        yield [order[start : start + size] for start in range(0, rows, size)]


def batch_count(rows: int, batch_size: int | None) -> int:
    """How many batches an epoch has; the last may be smaller.

    >>> batch_count(10, 4), batch_count(10, None)
    (3, 1)
    """
    return 1 if batch_size is None else -(-rows // batch_size)


def split(
    rows: int, share: float, seed: int, classes: Sequence[Any] | npt.NDArray[Any] | None = None
) -> tuple[Rows, Rows]:
    """Rows to train on and rows to validate on, both in their order.

    Args:
        rows: how many there are.
        share: that of the validation rows.
        seed: what they are drawn by.
        classes: the class of each row, if the share is to be the same in all of them.

    Raises:
        DataError: either part would be empty.

    >>> train, validation = split(10, 0.2, seed=0)
    >>> len(train), len(validation)
    (8, 2)
    """
    # A stream of its own, so that the orders of the epochs do not depend on the split.
    generator = np.random.default_rng([seed, 1])
    labels = np.zeros(rows, dtype=int) if classes is None else np.asarray(classes)
    wanted = round(rows * share)
    chosen: list[npt.NDArray[np.intp]] = []
    kinds = [np.flatnonzero(labels == kind) for kind in np.unique(labels)]
    for members, count in zip(kinds, _shares([len(kind) for kind in kinds], wanted), strict=True):
        chosen.append(generator.permutation(members)[:count])
    validation = np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.intp)
    training = np.setdiff1d(np.arange(rows), validation)
    if not len(validation) or not len(training):
        raise DataError(
            _("a validation share of {share:g} of {rows} rows leaves one part empty").format(
                share=share, rows=rows
            ),
            _("change the share, or give more rows"),
        )
    return training, validation


def _shares(sizes: list[int], wanted: int) -> list[int]:
    """How many to take of each class: in proportion, the largest remainders rounded up."""
    exact = [size * wanted / sum(sizes) for size in sizes]
    counts = [int(part) for part in exact]
    by_remainder = sorted(range(len(sizes)), key=lambda i: counts[i] - exact[i])
    for index in by_remainder[: wanted - sum(counts)]:
        counts[index] += 1
    return counts
