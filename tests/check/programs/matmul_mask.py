import numpy as np

np.random.seed(6)
n = 5
X = np.random.randn(n, 4)
Y = np.random.randn(n, 2)
W1 = np.random.randn(4, n) * 0.7
W2 = np.random.randn(n, 2) * 0.7


def leaky(z):
    return np.where(z > 0, z, 0.1 * z)


def leaky_grad(z):
    return np.where(z > 0, 1.0, 0.1)


for i in range(8):
    z1 = X @ W1
    a1 = leaky(z1)
    pred = a1 @ W2
    loss = np.square(pred - Y).sum() / (2 * n)
    grad_pred = (pred - Y) / n
    grad_W2 = a1.T @ grad_pred
    grad_a1 = grad_pred @ W2.T
    grad_z1 = grad_a1 @ leaky_grad(z1)
    grad_W1 = X.T @ grad_z1
    W1 -= 0.01 * grad_W1
    W2 -= 0.01 * grad_W2
