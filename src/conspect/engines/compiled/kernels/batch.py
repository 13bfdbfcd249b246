"""The rows of a batch, and sums over them."""

import numpy as np

from conspect.engines.compiled.kernels.head import kernel


@kernel
def gather(rows, table, order, start, batch):
    """Copy the rows of a batch."""
    for n in range(rows):
        row = order[start + n]
        for i in range(table.shape[1]):
            batch[n, i] = table[row, i]


@kernel
def scale_rows(rows, factors, values):
    for n in range(rows):
        for k in range(values.shape[1]):
            values[n, k] *= factors[n]


@kernel
def weighted_sum(rows, losses, weights):
    """The sum of the losses by weight, and that of the weights."""
    total, count = 0.0, 0.0
    for n in range(rows):
        total += losses[n] * weights[n]
        count += weights[n]
    return total, count


@kernel
def summed(rows, losses):
    total = 0.0
    for n in range(rows):
        total += losses[n]
    return total


@kernel
def squared_length(vector):
    """The sum of the squares, in double precision."""
    total = 0.0
    for i in range(vector.shape[0]):
        total += np.float64(vector[i]) * np.float64(vector[i])
    return total
