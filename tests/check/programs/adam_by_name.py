import numpy as np


class Adam:
    def __init__(self, rate=0.02):
        self.rate, self.step = rate, 0
        self.mean, self.square = {}, {}

    def change(self, name, gradient):
        mean = 0.9 * self.mean.get(name, 0) + 0.1 * gradient
        square = 0.999 * self.square.get(name, 0) + 0.001 * gradient**2
        self.mean[name], self.square[name] = mean, square
        mean, square = mean / (1 - 0.9**self.step), square / (1 - 0.999**self.step)
        return self.rate * mean / (np.sqrt(square) + 1e-8)


rng = np.random.default_rng(33)
x = rng.uniform(-1, 1, (30, 2))
y = np.sin(2 * x[:, :1]) - x[:, 1:] ** 2
V1, c1 = rng.normal(0, 0.6, (2, 5)), np.zeros(5)
V2, c2 = rng.normal(0, 0.6, (5, 5)), np.zeros(5)
V3, c3 = rng.normal(0, 0.6, (5, 1)), np.zeros(1)
adam = Adam()

for epoch in range(8):
    h1 = np.tanh(x @ V1 + c1)
    h2 = np.tanh(h1 @ V2 + c2)
    e3 = (h2 @ V3 + c3 - y) / len(y)
    loss = len(y) * np.sum(e3**2) / 2
    e2 = (e3 @ V3.T) * (1 - h2**2)
    e1 = (e2 @ V2.T) * (1 - h1**2)
    g3, s3 = h2.T @ e3, e3.sum(axis=0)
    g2, s2 = h1.T @ e2, e2.sum(axis=0)
    g1, s1 = x.T @ e1, e1.sum(axis=0)
    adam.step += 1
    V3 -= adam.change("V3", g3)
    c3 -= adam.change("c3", s3)
    V2 -= adam.change("V2", g2)
    c2 -= adam.change("c2", s2)
    V1 -= adam.change("V1", g1)
    c1 -= adam.change("c1", s2)
