"""Finds arrays and numbers again among the values that the program has computed on its way back."""

from collections.abc import Iterator

import numpy as np

from conspect.check.derivatives.arrays import Array, as_array
from conspect.check.derivatives.replay import Values
from conspect.check.recording.tape import LOST, Node

_MOST_NODES = 4000
# Of so many numbers some agree by chance, if less is asked.
_EQUAL = 1e-11


class Traces:
    """The values of some nodes, to be searched for multiples of an array."""

    def __init__(self, nodes: list[Node], values: Values, tolerance: float) -> None:
        self.tolerance = tolerance
        self._by_size: dict[int, list[tuple[Node, Array]]] = {}
        for node in nodes[:_MOST_NODES]:
            if node.value is LOST:
                continue
            value = as_array(values(node))
            if value.dtype.kind == "f" and value.size and np.isfinite(value).all():
                self._by_size.setdefault(value.size, []).append((node, value))
        self._numbers = np.array([float(v.reshape(())) for _, v in self._by_size.get(1, [])])

    def of_shape(self, shape: tuple[int, ...]) -> Iterator[Node]:
        """The nodes of a shape, in order."""
        for node, value in self._by_size.get(int(np.prod(shape)), []):
            if value.shape == shape:
                yield node

    def multiples(self, wanted: Array) -> Iterator[tuple[Node, float]]:
        """The nodes whose values are the array, or its transpose, times a number; in order."""
        square = float(np.vdot(wanted, wanted))
        # Of numbers so small that their squares are 0, nothing is a multiple.
        if wanted.size < 2 or not square:
            return
        forms = [wanted.reshape(-1)]
        if wanted.ndim == 2 and min(wanted.shape) > 1:
            forms.append(wanted.T.reshape(-1))
        for node, value in self._by_size.get(wanted.size, []):
            flat = value.reshape(-1)
            for form in forms:
                factor = float(np.vdot(form, flat)) / square
                size = np.abs(flat).max()
                if factor and np.abs(flat - factor * form).max() <= self.tolerance * size:
                    yield node, factor
                    break

    def equal(self, number: float) -> Iterator[Node]:
        """The nodes whose values are a single number, in order; none for 0, which is everywhere."""
        if number and self._numbers.size:
            close = np.abs(self._numbers - number) <= _EQUAL * abs(number)
            for k in np.flatnonzero(close):
                yield self._by_size[1][k][0]
