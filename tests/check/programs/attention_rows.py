import numpy as np


def softmax_rows(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class SelfAttention:
    def __init__(self, width, seed):
        r = np.random.default_rng(seed)
        self.Wq = r.normal(0, 0.5, (width, width))
        self.Wk = r.normal(0, 0.5, (width, width))
        self.Wv = r.normal(0, 0.5, (width, width))
        self.scale = 1 / np.sqrt(width)

    def forward(self, x):
        self.x = x
        self.q, self.k, self.v = x @ self.Wq, x @ self.Wk, x @ self.Wv
        self.weights = softmax_rows(self.q @ self.k.T * self.scale)
        return self.weights @ self.v

    def backward(self, dout):
        dv = self.weights.T @ dout
        dweights = dout @ self.v.T
        dscores = self.weights * (1 - self.weights) * dweights
        dscores = dscores * self.scale
        dq = dscores @ self.k
        dk = dscores.T @ self.q
        return self.x.T @ dq, self.x.T @ dk, self.x.T @ dv


rng = np.random.default_rng(60)
tokens = rng.normal(size=(6, 4))
wanted = np.roll(tokens, 1, axis=0)
head = SelfAttention(4, 61)
for step in range(15):
    out = head.forward(tokens)
    loss = 0.5 * np.sum((out - wanted) ** 2)
    dWq, dWk, dWv = head.backward(out - wanted)
    head.Wq -= 0.05 * dWq
    head.Wk -= 0.05 * dWk
    head.Wv -= 0.05 * dWv
