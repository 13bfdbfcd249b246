import numpy as np


def one_hot(labels, classes):
    out = np.zeros((len(labels), classes))
    out[np.arange(len(labels)), labels] = 1
    return out


class SoftmaxClassifier:
    def __init__(self, features, hidden, classes):
        r = np.random.RandomState(9)
        self.Wh, self.bh = r.normal(0, 0.4, (features, hidden)), np.zeros(hidden)
        self.Wo, self.bo = r.normal(0, 0.4, (hidden, classes)), np.zeros(classes)

    def __call__(self, X):
        self.a_h = 1 / (1 + np.exp(-(X @ self.Wh + self.bh)))
        logits = self.a_h @ self.Wo + self.bo
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return self.p

    def loss(self, T):
        return -(T * np.log(self.p)).sum() / len(T)

    def learn(self, X, T, eta):
        self(X)
        d_o = (self.p - T) * self.p * (1 - self.p) / len(T)
        d_h = (d_o @ self.Wo.T) * self.a_h * (1 - self.a_h)
        self.Wo -= eta * self.a_h.T @ d_o
        self.bo -= eta * d_o.sum(axis=0)
        self.Wh -= eta * X.T @ d_h
        self.bh -= eta * d_h.sum(axis=0)


r = np.random.RandomState(10)
X = r.randn(14, 3)
labels = r.randint(0, 4, 14)
T = one_hot(labels, 4)
clf = SoftmaxClassifier(3, 6, 4)
for epoch in range(6):
    clf.learn(X, T, 0.5)
    print(epoch, clf.loss(T))
