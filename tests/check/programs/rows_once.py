import numpy as np

rng = np.random.default_rng(6)
n = 8
order = rng.permutation(n)
follows = rng.permutation(n)
table = rng.standard_normal((n, n))

for step in range(20):
    scores = table[order]
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), follows]).sum()
    d = p.copy()
    d[np.arange(n), follows] -= 1
    grad = np.zeros_like(table)
    grad[order] += d
    table -= 0.3 * grad
