import numpy as np


class RMSprop:
    def __init__(self, lr=0.01, rho=0.9):
        self.lr, self.rho, self.cache = lr, rho, {}

    def update(self, name, w, g):
        c = self.rho * self.cache.get(name, np.zeros_like(w)) + (1 - self.rho) * g * g
        self.cache[name] = c
        return w - self.lr * g / (np.sqrt(c) + 1e-8)


class Nesterov:
    def __init__(self, lr=0.05, mu=0.8):
        self.lr, self.mu, self.v = lr, mu, {}

    def update(self, name, w, g):
        v_prev = self.v.get(name, np.zeros_like(w))
        v = self.mu * v_prev - self.lr * g
        self.v[name] = v
        return w - self.mu * v_prev + (1 + self.mu) * v


def train(optimizer, steps=8):
    r = np.random.RandomState(350)
    p = {"w": r.randn(3, 5) * 0.4, "c": np.zeros(5), "u": r.randn(5, 2) * 0.4}
    x, t = r.randn(10, 3), r.randn(10, 2)
    for _ in range(steps):
        h = np.tanh(x @ p["w"] + p["c"])
        o = h @ p["u"]
        d = (o - t) / len(x)
        dh = d @ p["u"].T * (1 - h * h)
        g = {"w": x.T @ dh, "c": dh.sum(axis=0), "u": h.T @ d}
        for name in p:
            p[name] = optimizer.update(name, p[name], g[name])
    return p, x, t, g


params, x, t, g = train(RMSprop())
train(Nesterov())
