import numpy as np

R = np.array([[5, 3, 0, 1], [4, 0, 0, 1], [1, 1, 0, 5], [1, 0, 0, 4], [0, 1, 5, 4]], dtype=float)
rng = np.random.RandomState(410)
k, gamma, lam = 2, 0.01, 0.05
P = rng.rand(R.shape[0], k)
Q = rng.rand(R.shape[1], k)

for step in range(3):
    for u, i in zip(*R.nonzero()):
        error = R[u, i] - P[u] @ Q[i]
        pu = P[u].copy()
        P[u] += gamma * (error * Q[i] - lam * P[u])
        Q[i] += gamma * (error * pu - lam * Q[i])
    mask = R > 0
    print(np.sqrt((((R - P @ Q.T) * mask) ** 2).sum() / mask.sum()))
