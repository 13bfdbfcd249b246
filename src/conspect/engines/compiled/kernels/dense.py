"""Dense layers but for their matrix products."""

from conspect.engines.compiled.kernels.head import ZERO, kernel


@kernel
def dense_bias(rows, b, z):
    """`z[n,j] += b[j]`."""
    for n in range(rows):
        for j in range(b.shape[0]):
            z[n, j] += b[j]


@kernel
def dense_db(rows, dz, add, db):
    """`db[j] = sum(n, dz[n,j])`."""
    if not add:
        for j in range(db.shape[0]):
            db[j] = ZERO
    for n in range(rows):
        for j in range(db.shape[0]):
            db[j] += dz[n, j]


@kernel
def small_dense_z(rows, x, W, z):
    """`z[n,j] = sum(i, x[n,i] * W[i,j])` where calling BLAS costs more than the work."""
    for n in range(rows):
        for j in range(W.shape[1]):
            total = ZERO
            for i in range(W.shape[0]):
                total += x[n, i] * W[i, j]
            z[n, j] = total


@kernel
def small_dense_dx(rows, dz, W, add, dx):
    """`dx[n,i] = sum(j, dz[n,j] * W[i,j])`."""
    for n in range(rows):
        for i in range(W.shape[0]):
            total = dx[n, i] if add else ZERO
            for j in range(W.shape[1]):
                total += dz[n, j] * W[i, j]
            dx[n, i] = total


@kernel
def small_dense_dW(rows, x, dz, add, dW):
    """`dW[i,j] = sum(n, x[n,i] * dz[n,j])`."""
    for i in range(dW.shape[0]):
        for j in range(dW.shape[1]):
            total = dW[i, j] if add else ZERO
            for n in range(rows):
                total += x[n, i] * dz[n, j]
            dW[i, j] = total
