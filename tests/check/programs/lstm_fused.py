import numpy as np


def sigm(x):
    return 1 / (1 + np.exp(-x))


class LSTM:
    """One layer, gates stacked as [i, f, o, g]; read-out of the last state."""

    def __init__(self, d, h, rng):
        self.h = h
        self.W = rng.normal(0, 0.4, (d + h, 4 * h))
        self.b = np.zeros(4 * h)
        self.V = rng.normal(0, 0.4, (h, 1))

    def forward(self, seq):
        hs, cs, cache = [np.zeros(self.h)], [np.zeros(self.h)], []
        for x in seq:
            z = np.concatenate([x, hs[-1]])
            a = z @ self.W + self.b
            i, f, o = (sigm(part) for part in np.split(a, 4)[:3])
            g = np.tanh(a[3 * self.h :])
            c = f * cs[-1] + i * g
            hs.append(o * np.tanh(c))
            cs.append(c)
            cache.append((z, i, f, o, g))
        self.hs, self.cs, self.cache = hs, cs, cache
        return hs[-1] @ self.V

    def backward(self, dout):
        dW, db = np.zeros_like(self.W), np.zeros_like(self.b)
        dV = np.outer(self.hs[-1], dout)
        dh, dc = self.V @ dout, np.zeros(self.h)
        for t in range(len(self.cache) - 1, -1, -1):
            z, i, f, o, g = self.cache[t]
            tanh_c = np.tanh(self.cs[t + 1])
            do = dh * tanh_c
            dc = dc + dh * o * (1 - tanh_c**2)
            di, df, dg = dc * g, dc * self.cs[t], dc * i
            da = np.concatenate(
                [
                    di * i * (1 - i),
                    df * f * (1 - f),
                    do * o * (1 - o),
                    dg * (1 - g),
                ]
            )
            dW += np.outer(z, da)
            db += da
            dz = self.W @ da
            dh = dz[-self.h :]
            dc = dc * f
        return dW, db, dV


rng = np.random.default_rng(3)
model = LSTM(2, 3, rng)
sequences = rng.normal(size=(4, 5, 2))
targets = sequences[:, :, 0].sum(axis=1)
lr = 0.05
for epoch in range(3):
    for seq, target in zip(sequences, targets):
        out = model.forward(seq)
        loss = 0.5 * np.sum((out - target) ** 2)
        dW, db, dV = model.backward(out - target)
        model.W -= lr * dW
        model.b -= lr * db
        model.V -= lr * dV
