"""Softmax, and what the loss that reads its pre-activations shares with it."""

from conspect.engines.compiled.kernels.exp_float64 import exp
from conspect.engines.compiled.kernels.functions import maximum
from conspect.engines.compiled.kernels.head import ZERO, kernel


@kernel
def largest(values, n):
    """The largest number of a row."""
    most = values[n, 0]
    for k in range(1, values.shape[1]):
        most = maximum(most, values[n, k])
    return most


@kernel
def exponentials(rows, z, a):
    """`a[n,k] = exp(z[n,k] - max(l, z[n,l]))`."""
    for n in range(rows):
        most = largest(z, n)
        for k in range(z.shape[1]):
            a[n, k] = z[n, k] - most
    # One long loop: many numbers at once, however few a row has.
    every = a[:rows].reshape(-1)
    for i in range(every.size):
        every[i] = exp(every[i])


@kernel
def softmax_a(rows, z, a):
    """`a[n,k] = exp(z[n,k] - max(l, z[n,l])) / sum(l, exp(z[n,l] - max(m, z[n,m])))`."""
    exponentials(rows, z, a)
    for n in range(rows):
        total = ZERO
        for k in range(z.shape[1]):
            total += a[n, k]
        for k in range(z.shape[1]):
            a[n, k] /= total


@kernel
def softmax_dz(rows, da, a, add, dz):
    """`dz[n,k] = a[n,k] * (da[n,k] - sum(l, da[n,l] * a[n,l]))`."""
    for n in range(rows):
        total = ZERO
        for k in range(a.shape[1]):
            total += da[n, k] * a[n, k]
        for k in range(a.shape[1]):
            share = a[n, k] * (da[n, k] - total)
            dz[n, k] = dz[n, k] + share if add else share
