import numpy as np

rng = np.random.RandomState(61)
A = rng.randn(20, 5)
true_w = np.array([1.5, -2.0, 0.0, 0.7, 3.0])
target = A @ true_w + 0.3 * rng.randn(20)
lam = 0.5
w = np.zeros(5) + 0.1
bias = 0.0


def objective(w, bias):
    residual = A @ w + bias - target
    return residual @ residual / 20 + lam * w @ w


lr = 0.05
for step in range(30):
    residual = A @ w + bias - target
    if step % 10 == 0:
        print(step, objective(w, bias))
    grad_w = 2 * A.T @ residual / 20 - 2 * lam * w
    grad_bias = 2 * residual.mean()
    w = w - lr * grad_w
    bias = bias - lr * grad_bias
