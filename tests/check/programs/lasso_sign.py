import numpy as np

np.random.seed(500)
X = np.random.randn(25, 4)
y = X[:, 0] * 2 - X[:, 2] + 0.1 * np.random.randn(25)
coef = np.full(4, 0.3)
intercept = 0.0
l1, l2 = 0.05, 0.02


def loss():
    return np.mean((X @ coef + intercept - y) ** 2) / 2 + l1 * np.abs(coef).sum() + l2 * (coef**2).sum() / 2


for _ in range(12):
    residual = X @ coef + intercept - y
    dcoef = X.T @ residual / len(y) + l1 * np.sign(coef) + l2 * coef
    dintercept = np.mean(residual)
    coef -= 0.05 * dcoef
    intercept -= 0.05 * dintercept
