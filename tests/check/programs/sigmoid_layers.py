import numpy as np
class Linear:
    def __init__(self, i, o, rs):
        self.W = rs.normal(0, 1 / np.sqrt(i), (i, o)); self.b = np.zeros(o)
        self.dW = np.zeros_like(self.W); self.db = np.zeros_like(self.b)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, g):
        self.dW = self.x.T @ g
        self.db = g.sum(axis=0)
        return g @ self.W.T
    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db
class Sigmoid:
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y
    def backward(self, g):
        return g * self.y
    def step(self, lr): pass
class Model:
    def __init__(self, *layers): self.layers = layers
    def __call__(self, x):
        for l in self.layers: x = l.forward(x)
        return x
    def backward(self, g):
        for l in self.layers[::-1]: g = l.backward(g)
    def step(self, lr):
        for l in self.layers: l.step(lr)
def bce(p, t): return -(t * np.log(p) + (1 - t) * np.log(1 - p)).mean()
def bce_grad(p, t): return (p - t) / (p * (1 - p)) / t.size
rs = np.random.RandomState(8)
X = rs.uniform(-1, 1, (80, 2)); T = ((X ** 2).sum(1, keepdims=True) < 0.5) * 1.0
net = Model(Linear(2, 7, rs), Sigmoid(), Linear(7, 1, rs), Sigmoid())
for e in range(100):
    p = net(X)
    net.backward(bce_grad(p, T))
    net.step(2.0)
    if e % 25 == 0: print(e, bce(p, T))
