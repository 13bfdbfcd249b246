import numpy as np
def make_loss(X, y, lam):
    def loss_and_grad(theta):
        W1 = theta[:12].reshape(3, 4); b1 = theta[12:16]
        W2 = theta[16:20].reshape(4, 1); b2 = theta[20:]
        h = np.tanh(X @ W1 + b1)
        out = h @ W2 + b2
        diff = out - y
        J = 0.5 * np.sum(diff ** 2) / len(X) + 0.5 * lam * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
        d2 = diff / len(X)
        gW2 = h.T @ d2 - lam * W2
        gb2 = d2.sum(0)
        d1 = (d2 @ W2.T) * (1 - h ** 2)
        gW1 = X.T @ d1 + lam * W1
        gb1 = d1.sum(0)
        return J, np.concatenate([gW1.ravel(), gb1, gW2.ravel(), gb2])
    return loss_and_grad
rng = np.random.default_rng(2)
X = rng.normal(size=(20, 3)); y = np.cos(X.sum(1, keepdims=True))
f = make_loss(X, y, 0.1)
theta = rng.normal(size=21) * .5
for i in range(50):
    J, g = f(theta)
    theta = theta - 0.1 * g
