import numpy as np

rng = np.random.default_rng(420)
X = rng.random((15, 6))
W = rng.normal(0, 0.4, (6, 3))
b, c = np.zeros(3), np.zeros(6)
eps = 0.1


def sigma(z):
    return 1 / (1 + np.exp(-z))


for epoch in range(8):
    H = sigma(X @ W + b)
    R = sigma(H @ W.T + c)
    cross_entropy = -np.sum(X * np.log(R) + (1 - X) * np.log(1 - R)) / len(X)

    D2 = (R - X) / len(X)
    D1 = (D2 @ W) * H * (1 - H)
    W -= eps * (X.T @ D1 + D2.T @ H)
    b -= eps * D1.sum(axis=0)
    c -= eps * D2.sum(axis=0)
