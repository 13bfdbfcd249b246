import numpy as np


class Param:
    def __init__(self, value):
        self.data = value
        self.grad = np.zeros_like(value)


class Linear:
    def __init__(self, i, o, rng):
        self.W = Param(rng.standard_normal((o, i)) * 0.4)
        self.b = Param(np.zeros(o))

    def forward(self, x):
        self.x = x
        return x @ self.W.data.T + self.b.data

    def backward(self, g):
        self.W.grad += g.T @ self.x
        self.b.grad += g.sum(axis=0)
        return g @ self.W.data


class ReLU:
    def forward(self, x):
        self.on = x > 0
        return x * self.on

    def backward(self, g):
        return g * self.on


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = params, lr

    def step(self):
        for p in self.params:
            p.data -= self.lr * p.grad


rng = np.random.default_rng(90)
layers = [Linear(3, 6, rng), ReLU(), Linear(6, 1, rng)]
optimizer = SGD([p for l in layers if isinstance(l, Linear) for p in (l.W, l.b)], lr=0.02)
X = rng.standard_normal((15, 3))
Y = np.abs(X).sum(axis=1, keepdims=True)
for epoch in range(6):
    out = X
    for layer in layers:
        out = layer.forward(out)
    loss = np.mean((out - Y) ** 2)
    grad = 2 * (out - Y) / len(Y)
    for layer in reversed(layers):
        grad = layer.backward(grad)
    optimizer.step()
