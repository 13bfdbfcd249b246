import numpy as np

np.random.seed(360)
H, D, T = 3, 2, 4


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class Lstm:
    def __init__(self):
        Z = H + D
        self.Wf, self.Wi, self.Wc, self.Wo = (np.random.randn(H, Z) * 0.5 for _ in range(4))
        self.bf, self.bi, self.bc, self.bo = np.ones((H, 1)), np.zeros((H, 1)), np.zeros((H, 1)), np.zeros((H, 1))
        self.Wy, self.by = np.random.randn(1, H) * 0.5, np.zeros((1, 1))

    def names(self):
        return ["Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo", "Wy", "by"]

    def forward(self, xs):
        h, c = np.zeros((H, 1)), np.zeros((H, 1))
        self.steps = []
        for x in xs:
            z = np.vstack((h, x.reshape(-1, 1)))
            f = sigmoid(self.Wf @ z + self.bf)
            i = sigmoid(self.Wi @ z + self.bi)
            g = np.tanh(self.Wc @ z + self.bc)
            o = sigmoid(self.Wo @ z + self.bo)
            c_prev = c
            c = f * c_prev + i * g
            h = o * np.tanh(c)
            self.steps.append((z, f, i, g, o, c_prev, c))
        self.h = h
        return self.Wy @ h + self.by

    def backward(self, dy):
        grads = {n: np.zeros_like(getattr(self, n)) for n in self.names()}
        grads["Wy"] += dy @ self.h.T
        grads["by"] += dy
        dh, dc = self.Wy.T @ dy, np.zeros((H, 1))
        for z, f, i, g, o, c_prev, c in self.steps[::-1]:
            tc = np.tanh(c)
            do = dh * tc * o * (1 - o)
            dc = dc + dh * o * (1 - tc * tc)
            di = dc * g * i * (1 - i)
            df = dc * c_prev * f * (1 - f)
            dg = dc * i * (1 - g * g)
            for n, d in zip("fico", (df, di, dg, do)):
                grads["W" + n] += d @ z.T
                grads["b" + n] += d
            dz = self.Wf.T @ df + self.Wi.T @ di + self.Wc.T @ dg + self.Wo.T @ do
            dh, dc = dz[:H], dc * f
        for n in grads:
            np.clip(grads[n], -1, 1, out=grads[n])
        return grads


net = Lstm()
xs = np.random.randn(T, D)
for it in range(6):
    y = net.forward(xs)
    loss = 0.5 * ((y - 0.7) ** 2).sum()
    grads = net.backward(y - 0.7)
    for n in net.names():
        setattr(net, n, getattr(net, n) - 0.1 * grads[n])
