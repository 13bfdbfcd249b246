import numpy as np

np.random.seed(210)
X = np.random.randn(3, 12)
Y = np.vstack([X[0] * X[1], X[2] ** 2, X[0]])

W1 = np.random.randn(3, 3)
W2 = np.random.randn(3, 3)
alpha = 0.02
for epoch in range(10):
    Z1 = np.dot(W1, X)
    A1 = 1 / (1 + np.exp(-Z1))
    A2 = np.dot(W2, A1)
    J = np.sum((A2 - Y) ** 2) / (2 * 12)
    dA2 = (A2 - Y) / 12
    dW2 = np.dot(A1, dA2.T)
    dA1 = np.dot(W2.T, dA2)
    dZ1 = dA1 * A1 * (1 - A1)
    dW1 = np.dot(dZ1, X.T)
    W1 = W1 - alpha * dW1
    W2 = W2 - alpha * dW2
