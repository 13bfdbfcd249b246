import numpy as np


class MLP:
    def __init__(self, n_in, n_hidden, n_out):
        rng = np.random.RandomState(130)
        self.w_h = rng.randn(n_in, n_hidden) * 0.5
        self.w_o = rng.randn(n_hidden, n_out) * 0.5

    def forward(self, x):
        self.h = np.maximum(0, x @ self.w_h)
        self.o = self.h @ self.w_o
        return self.o

    def backward(self, x, t):
        err = self.o - t
        self.dw_o = self.h.T @ err
        self.dw_h = x.T @ ((err @ self.w_o.T) * (hidden > 0))

    def step(self, lr):
        self.w_o -= lr * self.dw_o
        self.w_h -= lr * self.dw_h


rng = np.random.RandomState(131)
x, t = rng.randn(8, 3), rng.randn(8, 2)
mlp = MLP(3, 4, 2)
for i in range(20):
    mlp.forward(x)
    mlp.backward(x, t)
    mlp.step(0.01)
