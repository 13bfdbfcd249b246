"""Sparse rows as the engines read them: dense, a batch at a time."""

from typing import Any

import numpy as np
import numpy.typing as npt


class SparseRows:
    """The rows of a sparse matrix; whatever is asked for comes as a dense array.

    Args:
        matrix: of SciPy, in compressed rows.
    """

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix.tocsr()
        self.shape: tuple[int, int] = self.matrix.shape
        self.dtype = self.matrix.dtype

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: npt.NDArray[np.intp] | slice) -> npt.NDArray[Any]:
        dense: npt.NDArray[Any] = self.matrix[rows].toarray()
        return dense


def as_rows(matrix: Any) -> Any:
    """An array as it is; a sparse matrix as its rows."""
    return SparseRows(matrix) if hasattr(matrix, "tocsr") else matrix
