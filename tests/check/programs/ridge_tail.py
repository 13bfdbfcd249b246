import numpy as np
np.random.seed(0)
m = 40
X = np.c_[np.ones(m), np.random.randn(m, 3)]
y = (X @ np.array([0.3, 1.0, -2.0, 0.5]) + 0.3 * np.random.randn(m) > 0).astype(float)
theta = np.zeros(4)
lam = 2.0
alpha = 0.3
def h(theta, X):
    return 1.0 / (1.0 + np.exp(-X.dot(theta)))
def cost(theta):
    p = h(theta, X)
    reg = lam / (2 * m) * np.sum(theta[1:] ** 2)
    return -(y @ np.log(p) + (1 - y) @ np.log(1 - p)) / m + reg
for it in range(50):
    err = h(theta, X) - y
    grad = X.T.dot(err) / m
    grad[1:] += 2 * lam / m * theta[1:]
    theta = theta - alpha * grad
    if it % 10 == 0:
        print(it, cost(theta))
