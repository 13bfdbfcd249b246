import numpy as np

rng = np.random.default_rng(5)

class ResidualBlock:
    def __init__(self, dim, hidden):
        self.w1 = rng.standard_normal((dim, hidden)) * 0.2
        self.w2 = rng.standard_normal((hidden, dim)) * 0.2

    def forward(self, x):
        self.x = x
        self.pre = x @ self.w1
        self.act = np.maximum(self.pre, 0)
        return x + self.act @ self.w2

    def backward(self, dout):
        self.dw2 = self.act.T @ dout
        dact = dout @ self.w2.T
        dpre = dact * (self.pre > 0)
        self.dw1 = self.x.T @ dpre
        return dpre @ self.w1.T + dout

    def step(self, lr):
        self.w1 -= lr * self.dw1
        self.w2 -= lr * self.dw2

blocks = [ResidualBlock(5, 8) for _ in range(3)]
head = rng.standard_normal((5, 1)) * 0.3
X = rng.standard_normal((64, 5))
Y = np.sin(X[:, :1]) + X[:, 1:2] * 0.5
def train_step():
    global head
    h = X
    for blk in blocks:
        h = blk.forward(h)
    pred = h @ head
    err = pred - Y
    loss = np.mean(err ** 2)
    dpred = 2 * err / len(X)
    dhead = h.T @ dpred
    dh = dpred @ head.T
    for blk in reversed(blocks):
        dh = blk.backward(dh)
    head -= 0.05 * dhead
    for blk in blocks:
        blk.step(0.05)
    return loss

for it in range(200):
    loss = train_step()
    if it % 50 == 0:
        print(it, loss)
