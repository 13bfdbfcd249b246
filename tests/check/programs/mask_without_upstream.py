import numpy as np

np.random.seed(170)


def relu(z):
    return np.maximum(z, 0)


def relu_backward(dA, Z):
    return (Z > 0).astype(float)


X = np.random.randn(4, 10)
Y = np.random.randn(2, 10)
W1, b1 = np.random.randn(5, 4) * 0.5, np.zeros((5, 1))
W2, b2 = np.random.randn(2, 5) * 0.5, np.zeros((2, 1))

for i in range(6):
    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    Y_hat = W2 @ A1 + b2
    loss = np.mean((Y_hat - Y) ** 2)
    dY = 2 * (Y_hat - Y) / Y.size
    dW2 = dY @ A1.T
    db2 = np.sum(dY, axis=1, keepdims=True)
    dA1 = W2.T @ dY
    dZ1 = relu_backward(dA1, Z1)
    dW1 = dZ1 @ X.T
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    W1, b1 = W1 - 0.01 * dW1, b1 - 0.01 * db1
    W2, b2 = W2 - 0.01 * dW2, b2 - 0.01 * db2
