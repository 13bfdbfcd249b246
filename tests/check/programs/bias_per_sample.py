import numpy as np

np.random.seed(33)
X = np.random.rand(5, 3)
y = np.random.rand(5, 2)

weights1 = np.random.rand(3, 4)
bias1 = np.random.rand(1, 4)
weights2 = np.random.rand(4, 2)
bias2 = np.random.rand(1, 2)


def sig(x):
    return 1 / (1 + np.exp(-x))


def dsig(s):
    return s * (1 - s)


for iteration in range(10):
    l1 = sig(X @ weights1 + bias1)
    l2 = sig(l1 @ weights2 + bias2)
    cost = ((y - l2) ** 2).sum()

    d2 = 2 * (y - l2) * dsig(l2)
    d1 = d2 @ weights2.T * dsig(l1)
    weights2 = weights2 + 0.1 * l1.T @ d2
    bias2 = bias2 + 0.1 * d2
    weights1 = weights1 + 0.1 * X.T @ d1
    bias1 = bias1 + 0.1 * d1
