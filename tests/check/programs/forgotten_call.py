import numpy as np


class Perceptron:
    """A single sigmoid unit."""

    def __init__(self, n):
        self.w = np.random.RandomState(140).randn(n) * 0.1
        self.b = 0.0

    def forward(self, X):
        self.out = 1 / (1 + np.exp(-(X @ self.w + self.b)))
        return self.out

    def backward(self, X, y, lr=0.5):
        delta = (self.out - y) / len(y)
        self.w = self.w - lr * X.T @ delta
        self.b = self.b - lr * delta.sum()


X = np.array([[0.0, 1.0], [1.0, 0.2], [0.4, 0.4], [0.9, 0.9]])
y = np.array([0, 1, 0, 1])
unit = Perceptron(2)
for epoch in range(50):
    p = unit.forward(X)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    unit.backward
    if epoch % 10 == 0:
        print(epoch, loss)
