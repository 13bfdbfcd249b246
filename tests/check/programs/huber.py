import numpy as np

rng = np.random.RandomState(490)
X = rng.randn(18, 3)
y = X @ np.array([[2.0], [-1.0], [0.5]]) + rng.standard_t(2, (18, 1))
W, c = np.zeros((3, 1)), np.zeros(1)
delta = 1.0


def huber(r):
    small = np.abs(r) <= delta
    return np.where(small, 0.5 * r**2, delta * (np.abs(r) - 0.5 * delta)).mean()


def dhuber(r):
    return np.clip(r, -delta, delta) / len(r)


history = []
for it in range(15):
    r = X @ W + c - y
    history.append(huber(r))
    g = dhuber(r)
    W -= 0.3 * (X.T @ g)
    c -= 0.3 * g.sum(axis=0)
