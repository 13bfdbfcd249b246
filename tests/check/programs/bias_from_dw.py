import numpy as np


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.w = rng.uniform(-0.7, 0.7, (n_in, n_out))
        self.b = np.zeros(n_out)
        self.dw = self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, dout):
        self.dw = self.x.T @ dout
        self.db = self.dw.sum(axis=0)
        return dout @ self.w.T


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dout):
        return dout * (1 - self.y * self.y)


class MSE:
    def __call__(self, y, t):
        self.diff = y - t
        return (self.diff**2).mean()

    def backward(self):
        return 2 * self.diff / self.diff.size


rng = np.random.RandomState(55)
X = rng.normal(size=(10, 4))
T = np.stack([X.sum(axis=1), X.prod(axis=1)], axis=1)
model = [Dense(4, 6, rng), Tanh(), Dense(6, 2, rng)]
criterion = MSE()
for epoch in range(5):
    h = X
    for layer in model:
        h = layer.forward(h)
    loss = criterion(h, T)
    grad = criterion.backward()
    for layer in model[::-1]:
        grad = layer.backward(grad)
    for layer in model:
        if hasattr(layer, "w"):
            layer.w -= 0.1 * layer.dw
            layer.b -= 0.1 * layer.db
