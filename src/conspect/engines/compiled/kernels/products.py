"""The matrix products of dense layers, by the BLAS that Numba finds in SciPy."""

import numpy as np

from conspect.engines.compiled.kernels.head import kernel


@kernel
def dense_z(gemm, rows, x, W, z):
    """`z[n,j] = sum(i, x[n,i] * W[i,j])`."""
    np.dot(x[:rows], W, z[:rows])


@kernel
def dense_dx(gemm, rows, dz, W, add, dx):
    """`dx[n,i] = sum(j, dz[n,j] * W[i,j])`."""
    if add:
        dx[:rows] += np.dot(dz[:rows], W.T)
    else:
        np.dot(dz[:rows], W.T, dx[:rows])


@kernel
def dense_dW(gemm, rows, x, dz, add, dW):
    """`dW[i,j] = sum(n, x[n,i] * dz[n,j])`."""
    if add:
        dW += np.dot(x[:rows].T, dz[:rows])
    else:
        np.dot(x[:rows].T, dz[:rows], dW)
