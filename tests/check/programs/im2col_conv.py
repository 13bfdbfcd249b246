import numpy as np

rng = np.random.default_rng(370)


def im2col(x, k):
    n, c, h, w = x.shape
    oh, ow = h - k + 1, w - k + 1
    cols = np.empty((n, oh, ow, c, k, k))
    for i in range(oh):
        for j in range(ow):
            cols[:, i, j] = x[:, :, i : i + k, j : j + k]
    return cols.reshape(n * oh * ow, -1), oh, ow


x = rng.normal(size=(5, 2, 5, 5))
target = rng.normal(size=(5, 3))
K = rng.normal(size=(2 * 3 * 3, 3)) * 0.2
kb = np.zeros(3)
F = rng.normal(size=(3, 3)) * 0.5
fb = np.zeros(3)

for step in range(4):
    cols, oh, ow = im2col(x, 3)
    z = cols @ K + kb
    a = np.maximum(z, 0)
    pooled = a.reshape(5, oh * ow, 3).mean(axis=1)
    out = pooled @ F + fb
    loss = 0.5 * np.sum((out - target) ** 2) / 5

    dout = (out - target) / 5
    dF = pooled.T @ dout
    dfb = dout.sum(axis=0)
    dpooled = dout @ F.T
    da = np.repeat(dpooled[:, None, :], oh * ow, axis=1) / (oh * ow)
    dz = da.reshape(-1, 3) * (z > 0)
    dK = cols.T @ dz
    dkb = dz.sum(axis=0)
    for p, g in ((K, dK), (kb, dkb), (F, dF), (fb, dfb)):
        p -= 0.1 * g
