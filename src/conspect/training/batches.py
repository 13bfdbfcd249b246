"""Which rows make a batch, epoch by epoch."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from conspect.training.settings import Settings

Rows = npt.NDArray[np.intp]


def epochs(rows: int, settings: Settings) -> Iterator[list[Rows]]:
    """The batches of one epoch after the other, without end; the last of each may be smaller.

    >>> batches = next(epochs(5, Settings(batch_size=2)))
    >>> [batch.tolist() for batch in batches]
    [[0, 1], [2, 3], [4]]
    """
    generator = np.random.default_rng(settings.seed)
    size = settings.batch_size or rows
    while True:
        order = generator.permutation(rows) if settings.shuffle else np.arange(rows)
        yield [order[start : start + size] for start in range(0, rows, size)]
