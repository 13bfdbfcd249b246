"""Softmax in the middle of a network."""

import math

from conspect.engines.compiled.kernels.functions import maximum
from conspect.engines.compiled.kernels.head import ZERO, kernel


@kernel
def softmax_a(rows, z, a):
    """`a[n,k] = exp(z[n,k] - max(l, z[n,l])) / sum(l, exp(z[n,l] - max(m, z[n,m])))`."""
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
def softmax_dz(rows, da, a, add, dz):
    """`dz[n,k] = a[n,k] * (da[n,k] - sum(l, da[n,l] * a[n,l]))`."""
    for n in range(rows):
        total = ZERO
        for k in range(a.shape[1]):
            total += da[n, k] * a[n, k]
        for k in range(a.shape[1]):
            share = a[n, k] * (da[n, k] - total)
            dz[n, k] = dz[n, k] + share if add else share
