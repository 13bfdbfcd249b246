import numpy as np

np.random.seed(320)
SLOPE = 0.01


def lrelu(Z):
    return np.maximum(SLOPE * Z, Z)


def lrelu_prime(A):
    D = np.ones_like(A)
    D[A < 0] = SLOPE  # the sign of the output is the sign of the input
    return D


class Network:
    def __init__(self, *sizes):
        self.W = [np.random.randn(o, i) * np.sqrt(2 / i) for i, o in zip(sizes, sizes[1:])]
        self.b = [np.zeros((o, 1)) for o in sizes[1:]]

    def forward(self, X):
        self.A = [X]
        for l in range(len(self.W)):
            Z = self.W[l].dot(self.A[-1]) + self.b[l]
            self.A.append(lrelu(Z) if l < len(self.W) - 1 else Z)
        return self.A[-1]

    def backward(self, Y, eta):
        m = Y.shape[1]
        delta = self.A[-1] - Y
        for l in range(len(self.W) - 1, -1, -1):
            dW = delta.dot(self.A[l].T)
            db = delta.sum(axis=1, keepdims=True)
            if l:
                delta = self.W[l].T.dot(delta) * lrelu_prime(self.A[l])
            self.W[l] -= eta / m * dW
            self.b[l] -= eta / m * db


X = np.random.randn(3, 16)
Y = np.vstack([X[0] + X[1], X[2] ** 2])
net = Network(3, 6, 5, 2)
for epoch in range(10):
    net.forward(X)
    print("mse", ((net.A[-1] - Y) ** 2).mean())
    net.backward(Y, 0.05)
