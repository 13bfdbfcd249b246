# A small framework: layers that keep their gradients, and a loop that applies them.
import numpy as np

np.random.seed(1)
X = np.random.rand(20, 4)
y = (X.sum(axis=1, keepdims=True) > 2).astype(float)


class Dense:
    def __init__(self, n, m):
        self.w = np.random.randn(n, m) * 0.5
        self.b = np.zeros(m)

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, g):
        self.dw = self.x.T @ g
        self.db = g.sum(0)
        return g @ self.w.T


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, g):
        return g * self.out * (1 - self.out)


layers = [Dense(4, 5), Sigmoid(), Dense(5, 1), Sigmoid()]
for epoch in range(50):
    h = X
    for layer in layers:
        h = layer.forward(h)
    loss = 0.5 * np.sum((h - y) ** 2)
    g = h - y
    for layer in reversed(layers):
        g = layer.backward(g)
    for layer in layers[1:]:
        if isinstance(layer, Dense):
            layer.w -= 0.1 * layer.dw
            layer.b -= 0.1 * layer.db
