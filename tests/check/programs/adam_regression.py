import numpy as np


class Adam:
    def __init__(self, params, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params, self.lr, self.beta1, self.beta2, self.eps = params, lr, beta1, beta2, eps
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g * g
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class Regressor:
    def __init__(self, n_in, n_hidden, seed=0):
        gen = np.random.RandomState(seed)
        self.W1 = gen.randn(n_in, n_hidden) / np.sqrt(n_in)
        self.b1 = np.zeros(n_hidden)
        self.W2 = gen.randn(n_hidden, 1) / np.sqrt(n_hidden)
        self.b2 = np.zeros(1)

    def predict(self, X):
        self.X = X
        self.H = np.tanh(X @ self.W1 + self.b1)
        return self.H @ self.W2 + self.b2

    def gradients(self, pred, target):
        n = len(target)
        d_pred = 2.0 * (pred - target) / n
        dW2 = self.H.T @ d_pred
        db2 = d_pred.sum(0)
        dH = d_pred @ self.W2.T
        dW1 = self.X.T @ dH
        db1 = dH.sum(0)
        return [dW1, db1, dW2, db2]


gen = np.random.RandomState(42)
X = gen.rand(30, 3)
target = (X[:, :1] ** 2 - X[:, 1:2] * X[:, 2:]) + 0.05 * gen.randn(30, 1)
model = Regressor(3, 8)
opt = Adam([model.W1, model.b1, model.W2, model.b2])
for epoch in range(20):
    pred = model.predict(X)
    loss = ((pred - target) ** 2).mean()
    opt.step(model.gradients(pred, target))
