import numpy as np


def batches(X, y, size):
    for start in range(0, len(X), size):
        yield X[start : start + size], y[start : start + size]


class Model:
    def __init__(self, d, h):
        g = np.random.default_rng(190)
        self.weights = [g.normal(0, 0.5, (d, h)), g.normal(0, 0.5, (h, 1))]
        self.biases = [np.zeros(h), np.zeros(1)]

    def forward(self, x):
        hidden = np.maximum(0, x @ self.weights[0] + self.biases[0])
        return hidden, hidden @ self.weights[1] + self.biases[1]

    def train_on_batch(self, x, y, lr):
        n = x.shape[0]
        hidden, pred = self.forward(x)
        grad_pred = 2 * (pred - y) / n
        grads_w = [None, hidden.T @ grad_pred]
        grads_b = [None, grad_pred.sum(axis=0)]
        grad_hidden = grad_pred @ self.weights[1].T
        grad_hidden[hidden <= 0] = 0
        grads_w[0] = x.T @ grad_hidden / n
        grads_b[0] = grad_hidden.sum(axis=0) / n
        for i in range(2):
            self.weights[i] -= lr * grads_w[i]
            self.biases[i] -= lr * grads_b[i]
        return np.mean((pred - y) ** 2)


g = np.random.default_rng(191)
X = g.normal(size=(24, 3))
y = X[:, :1] - 2 * X[:, 1:2] * X[:, 2:]
model = Model(3, 8)
for epoch in range(2):
    for xb, yb in batches(X, y, 6):
        loss = model.train_on_batch(xb, yb, 0.05)
