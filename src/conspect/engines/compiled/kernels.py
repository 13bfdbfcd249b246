"""Kernels that every compiled network starts with; the file is copied whole into its source.

`REAL` is set to the precision of the training there. Layers and optimizers that work element by
element need no kernel: loops are made of their own functions, which find theirs here by the names
that `xp` has. Kernels take buffers that are longer than the batch, and how many rows count.
"""

import math

import numpy as np
from numba import njit

REAL = np.float64
#: Moments below this are made 0: the processor is many times slower with numbers near its smallest.
TINY = np.finfo(REAL).tiny
ZERO, ONE, HALF = REAL(0), REAL(1), REAL(0.5)
pi = math.pi

# Sums may be worked out in another order and quotients as products; NaN and infinity stay what
# they are.
kernel = njit(fastmath={"reassoc", "contract", "arcp", "nsz"}, error_model="numpy")


@kernel
def where(condition, then, otherwise):
    return then if condition else otherwise


@kernel
def maximum(left, right):
    return right if left <= right else left


@kernel
def minimum(left, right):
    return right if left >= right else left


@kernel
def clip(value, least, most):
    return minimum(maximum(value, least), most)


@kernel
def sign(value):
    return REAL(value > 0) - REAL(value < 0)


@kernel
def exp(value):
    return math.exp(value)


@kernel
def expm1(value):
    return math.expm1(value)


@kernel
def log(value):
    return math.log(value)


@kernel
def log1p(value):
    return math.log1p(value)


@kernel
def sqrt(value):
    return math.sqrt(value)


@kernel
def tanh(value):
    return math.tanh(value)


@kernel
def erfc(value):
    return math.erfc(value)


@kernel
def sigmoid(value):
    small = math.exp(-abs(value))
    return (ONE if value >= 0 else small) / (ONE + small)


@kernel
def softplus(value):
    return maximum(value, ZERO) + math.log1p(math.exp(-abs(value)))


@kernel
def gather(rows, table, order, start, batch):
    """Copy the rows of a batch."""
    for n in range(rows):
        row = order[start + n]
        for i in range(table.shape[1]):
            batch[n, i] = table[row, i]


@kernel
def add_bias(rows, b, z):
    for n in range(rows):
        for j in range(b.shape[0]):
            z[n, j] += b[j]


@kernel
def bias_gradient(rows, dz, db):
    for j in range(db.shape[0]):
        db[j] = dz[0, j]
    for n in range(1, rows):
        for j in range(db.shape[0]):
            db[j] += dz[n, j]


@kernel
def small_dense_forward(rows, x, W, z):
    """X W by loops: for matrices so small that a call of BLAS costs more than its work."""
    for n in range(rows):
        for j in range(W.shape[1]):
            total = ZERO
            for i in range(W.shape[0]):
                total += x[n, i] * W[i, j]
            z[n, j] = total


@kernel
def small_dense_dx(rows, dz, W, dx):
    for n in range(rows):
        for i in range(W.shape[0]):
            total = ZERO
            for j in range(W.shape[1]):
                total += dz[n, j] * W[i, j]
            dx[n, i] = total


@kernel
def small_dense_dW(rows, x, dz, dW):
    for i in range(dW.shape[0]):
        for j in range(dW.shape[1]):
            total = ZERO
            for n in range(rows):
                total += x[n, i] * dz[n, j]
            dW[i, j] = total


@kernel
def add_to(size, values, total):
    for i in range(size):
        total[i] += values[i]


@kernel
def scale_rows(rows, factors, values):
    for n in range(rows):
        for k in range(values.shape[1]):
            values[n, k] *= factors[n]


@kernel
def softmax_forward(rows, z, a):
    for n in range(rows):
        largest = z[n, 0]
        for k in range(1, z.shape[1]):
            largest = maximum(largest, z[n, k])
        total = ZERO
        for k in range(z.shape[1]):
            a[n, k] = math.exp(z[n, k] - largest)
            total += a[n, k]
        for k in range(z.shape[1]):
            a[n, k] /= total


@kernel
def softmax_backward(rows, da, a, dz):
    for n in range(rows):
        total = ZERO
        for k in range(a.shape[1]):
            total += da[n, k] * a[n, k]
        for k in range(a.shape[1]):
            dz[n, k] = a[n, k] * (da[n, k] - total)


@kernel
def cross_entropy_forward(rows, z, y, a, losses):
    for n in range(rows):
        largest = z[n, 0]
        for k in range(1, z.shape[1]):
            largest = maximum(largest, z[n, k])
        total = ZERO
        for k in range(z.shape[1]):
            a[n, k] = math.exp(z[n, k] - largest)
            total += a[n, k]
        level = largest + math.log(total)
        share = ONE / total
        loss = ZERO
        for k in range(z.shape[1]):
            a[n, k] *= share
            loss += y[n, k] * (level - z[n, k])
        losses[n] = loss


@kernel
def binary_cross_entropy_forward(rows, z, y, a, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(z.shape[1]):
            a[n, k] = sigmoid(z[n, k])
            loss += y[n, k] * softplus(-z[n, k]) + (ONE - y[n, k]) * softplus(z[n, k])
        losses[n] = loss


@kernel
def poisson_forward(rows, z, y, a, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(z.shape[1]):
            a[n, k] = math.exp(z[n, k])
            loss += a[n, k] - y[n, k] * z[n, k]
            if y[n, k] > ZERO:
                loss += y[n, k] * math.log(y[n, k]) - y[n, k]
        losses[n] = loss


@kernel
def output_minus_target(rows, a, y, factor, dz):
    """The gradient of all losses whose slope is the difference, times a factor."""
    for n in range(rows):
        for k in range(a.shape[1]):
            dz[n, k] = (a[n, k] - y[n, k]) * factor


@kernel
def squares_forward(rows, a, y, factor, losses):
    """The sum of the squared differences of each sample, times a factor."""
    for n in range(rows):
        loss = ZERO
        for k in range(a.shape[1]):
            difference = a[n, k] - y[n, k]
            loss += difference * difference
        losses[n] = loss * factor


@kernel
def mean_absolute_error_forward(rows, a, y, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(a.shape[1]):
            loss += abs(a[n, k] - y[n, k])
        losses[n] = loss / REAL(a.shape[1])


@kernel
def mean_absolute_error_backward(rows, a, y, factor, da):
    for n in range(rows):
        for k in range(a.shape[1]):
            da[n, k] = sign(a[n, k] - y[n, k]) * factor


@kernel
def huber_forward(rows, a, y, delta, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(a.shape[1]):
            distance = abs(a[n, k] - y[n, k])
            near = minimum(distance, delta)
            loss += near * (distance - near * HALF)
        losses[n] = loss


@kernel
def huber_backward(rows, a, y, delta, factor, da):
    for n in range(rows):
        for k in range(a.shape[1]):
            da[n, k] = clip(a[n, k] - y[n, k], -delta, delta) * factor


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


@kernel
def flushed(value):
    return value if abs(value) >= TINY else ZERO
