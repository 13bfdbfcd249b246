import numpy as np


class Perceptron(object):
    def __init__(self, eta=0.1, n_iter=5):
        self.eta = eta
        self.n_iter = n_iter

    def fit(self, X, y):
        self.w_ = np.zeros(1 + X.shape[1])
        self.errors_ = []
        for _ in range(self.n_iter):
            errors = 0
            for xi, target in zip(X, y):
                update = self.eta * (target - self.predict(xi))
                self.w_[1:] += update * xi
                self.w_[0] += update
                errors += int(update != 0.0)
            self.errors_.append(errors)
        return self

    def net_input(self, X):
        return np.dot(X, self.w_[1:]) + self.w_[0]

    def predict(self, X):
        return np.where(self.net_input(X) >= 0.0, 1, -1)


X = np.array([[5.1, 1.4], [4.9, 1.4], [7.0, 4.7], [6.4, 4.5], [4.7, 1.3], [6.9, 4.9]])
y = np.array([-1, -1, 1, 1, -1, 1])
ppn = Perceptron().fit(X, y)
print(ppn.errors_)
