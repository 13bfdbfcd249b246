"""A network written by hand, as many are: the error falls, and yet the gradient is wrong."""

import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(size=(50, 3))
y = np.sin(X[:, :1]) + X[:, 1:2]

W1, b1 = rng.normal(size=(3, 8)) * 0.5, np.zeros(8)
W2, b2 = rng.normal(size=(8, 1)) * 0.5, np.zeros(1)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))


for epoch in range(200):
    a1 = sigmoid(X @ W1 + b1)
    output = a1 @ W2 + b2
    loss = 0.5 * np.mean((output - y) ** 2)

    delta2 = (output - y) / len(X)
    delta1 = delta2 @ W2.T * sigmoid_derivative(a1)

    W2 -= 0.5 * a1.T @ delta2
    b2 -= 0.5 * delta2.sum(axis=0)
    W1 -= 0.5 * X.T @ delta1
    b1 -= 0.5 * delta1.sum(axis=0)

print(f"loss {loss:.4f}")
