import numpy as np

np.random.seed(62)
X = np.random.randn(15, 4)
Y = np.stack([X[:, 0] * X[:, 1], np.abs(X[:, 2])], axis=1)
m = X.shape[0]
W1, b1 = np.random.randn(4, 6) * 0.5, np.zeros((1, 6))
W2, b2 = np.random.randn(6, 2) * 0.5, np.zeros((1, 2))
alpha = 0.05
for i in range(12):
    A1 = np.tanh(X @ W1 + b1)
    O = A1 @ W2 + b2
    cost = np.sum((O - Y) ** 2) / (2 * m)

    dO = O - Y
    dW2 = A1.T @ dO / m
    db2 = np.sum(dO, axis=0, keepdims=True)
    dZ1 = dO @ W2.T * (1 - A1**2)
    dW1 = X.T @ dZ1 / m
    db1 = np.sum(dZ1, axis=0, keepdims=True)

    W1 -= alpha * dW1
    b1 -= alpha * db1
    W2 -= alpha * dW2
    b2 -= alpha * db2
