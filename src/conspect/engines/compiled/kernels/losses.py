"""The losses of a batch's rows, and the gradient by what the loss reads, times a factor."""

import math

from conspect.engines.compiled.kernels.exp_float64 import exp
from conspect.engines.compiled.kernels.functions import (
    clip,
    minimum,
    sigmoid,
    sign,
    softplus,
)
from conspect.engines.compiled.kernels.head import HALF, ONE, REAL, ZERO, kernel
from conspect.engines.compiled.kernels.softmax import exponentials, largest


@kernel
def cross_entropy_losses(rows, z, y, a, losses):
    exponentials(rows, z, a)
    for n in range(rows):
        total = ZERO
        for k in range(z.shape[1]):
            total += a[n, k]
        level = largest(z, n) + math.log(total)
        share = ONE / total
        loss = ZERO
        for k in range(z.shape[1]):
            a[n, k] *= share
            loss += y[n, k] * (level - z[n, k])
        losses[n] = loss


@kernel
def binary_cross_entropy_losses(rows, z, y, a, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(z.shape[1]):
            a[n, k] = sigmoid(z[n, k])
            loss += y[n, k] * softplus(-z[n, k]) + (ONE - y[n, k]) * softplus(z[n, k])
        losses[n] = loss


@kernel
def poisson_losses(rows, z, y, a, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(z.shape[1]):
            a[n, k] = exp(z[n, k])
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
def squares_losses(rows, a, y, factor, losses):
    """The sum of the squared differences of each sample, times a factor."""
    for n in range(rows):
        loss = ZERO
        for k in range(a.shape[1]):
            difference = a[n, k] - y[n, k]
            loss += difference * difference
        losses[n] = loss * factor


@kernel
def mean_absolute_error_losses(rows, a, y, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(a.shape[1]):
            loss += abs(a[n, k] - y[n, k])
        losses[n] = loss / REAL(a.shape[1])


@kernel
def mean_absolute_error_da(rows, a, y, factor, da):
    for n in range(rows):
        for k in range(a.shape[1]):
            da[n, k] = sign(a[n, k] - y[n, k]) * factor


@kernel
def huber_losses(rows, a, y, delta, losses):
    for n in range(rows):
        loss = ZERO
        for k in range(a.shape[1]):
            distance = abs(a[n, k] - y[n, k])
            near = minimum(distance, delta)
            loss += near * (distance - near * HALF)
        losses[n] = loss


@kernel
def huber_da(rows, a, y, delta, factor, da):
    for n in range(rows):
        for k in range(a.shape[1]):
            da[n, k] = clip(a[n, k] - y[n, k], -delta, delta) * factor
