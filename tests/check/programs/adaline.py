import numpy as np


class AdalineGD:
    """ADAptive LInear NEuron, w_[0] is the bias."""

    def __init__(self, eta=0.01, n_iter=10, random_state=1):
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state

    def fit(self, X, y):
        rgen = np.random.RandomState(self.random_state)
        self.w_ = rgen.normal(loc=0.0, scale=0.01, size=1 + X.shape[1])
        self.cost_ = []
        for i in range(self.n_iter):
            net_input = self.net_input(X)
            output = self.activation(net_input)
            errors = y - output
            self.w_[1:] += self.eta * X.T.dot(errors)
            self.w_[0] += self.eta * errors.sum()
            cost = (errors**2).sum() / 2.0
            self.cost_.append(cost)
        return self

    def net_input(self, X):
        return np.dot(X, self.w_[1:]) + self.w_[0]

    def activation(self, X):
        return X

    def predict(self, X):
        return np.where(self.activation(self.net_input(X)) >= 0.0, 1, -1)


rng = np.random.RandomState(0)
X = np.vstack([rng.normal(1, 1, (10, 2)), rng.normal(-1, 1, (10, 2))])
y = np.where(np.arange(20) < 10, 1, -1)
ada = AdalineGD().fit(X, y)
print((ada.predict(X) == y).mean())
