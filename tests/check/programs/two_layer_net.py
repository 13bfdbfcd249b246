import numpy as np


class TwoLayerNet(object):
    """N x D data, affine - relu - affine - softmax, L2 on the weights only."""

    def __init__(self, input_size, hidden_size, output_size, std=0.3):
        rng = np.random.default_rng(7)
        self.params = {}
        self.params["W1"] = std * rng.standard_normal((input_size, hidden_size))
        self.params["b1"] = np.zeros(hidden_size)
        self.params["W2"] = std * rng.standard_normal((hidden_size, output_size))
        self.params["b2"] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N, D = X.shape

        h = np.maximum(X.dot(W1) + b1, 0)
        scores = h.dot(W2) + b2
        if y is None:
            return scores

        scores = scores - scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean()
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        grads = {}
        dscores = p
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads["W2"] = h.T.dot(dscores) + 2 * reg * W2
        grads["b2"] = dscores.sum(axis=0)
        dh = dscores.dot(W2.T)
        dh[h <= 0] = 0
        grads["W1"] = X.T.dot(dh) + reg * W1
        grads["b1"] = dh.sum(axis=0)
        return loss, grads

    def train(self, X, y, learning_rate=1e-1, reg=0.25, num_iters=6, batch_size=5):
        rng = np.random.RandomState(2)
        loss_history = []
        for it in range(num_iters):
            idx = rng.choice(X.shape[0], batch_size)
            loss, grads = self.loss(X[idx], y=y[idx], reg=reg)
            loss_history.append(loss)
            for name in self.params:
                self.params[name] -= learning_rate * grads[name]
        return loss_history


rng = np.random.RandomState(1)
X, y = 2 * rng.randn(12, 4), rng.randint(0, 3, size=12)
net = TwoLayerNet(4, 6, 3)
stats = net.train(X, y)
