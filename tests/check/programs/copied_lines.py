import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class ThreeLayers:
    def __init__(self):
        rs = np.random.RandomState(70)
        self.w1, self.w2, self.w3 = rs.randn(4, 4), rs.randn(4, 4), rs.randn(4, 2)
        self.b1, self.b2, self.b3 = rs.randn(4), rs.randn(4), rs.randn(2)

    def feed(self, x):
        self.x = x
        self.h1 = sigmoid(x @ self.w1 + self.b1)
        self.h2 = sigmoid(self.h1 @ self.w2 + self.b2)
        self.o = sigmoid(self.h2 @ self.w3 + self.b3)
        return self.o

    def fit(self, x, y, lr=0.3):
        self.feed(x)
        d3 = (self.o - y) * self.o * (1 - self.o)
        d2 = d3 @ self.w3.T * self.h2 * (1 - self.h2)
        d1 = d2 @ self.w2.T * self.h1 * (1 - self.h1)
        dw3 = self.h2.T @ d3
        dw2 = self.h1.T @ d2
        dw1 = self.x.T @ d1
        db3 = d3.sum(0)
        db2 = d2.sum(0)
        db1 = d2.sum(0)
        self.w1 -= lr * dw1
        self.b1 -= lr * db1
        self.w2 -= lr * dw2
        self.b2 -= lr * db2
        self.w3 -= lr * dw3
        self.b3 -= lr * db3


rs = np.random.RandomState(71)
x, y = rs.rand(7, 4), rs.rand(7, 2)
net = ThreeLayers()
for _ in range(10):
    net.fit(x, y)
