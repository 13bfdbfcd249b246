import numpy as np

# least absolute deviations with a hidden layer, written with samples in columns
rng = np.random.RandomState(491)
X = rng.randn(2, 17)
y = np.abs(X[:1]) + X[1:] + 0.1 * rng.standard_cauchy((1, 17))
A, a = rng.randn(5, 2), rng.randn(5, 1) * 0.1
B, b = rng.randn(1, 5), np.zeros((1, 1))

for sweep in range(12):
    hidden = np.tanh(A @ X + a)
    guess = B @ hidden + b
    mae = np.mean(np.abs(guess - y))
    sign = np.where(guess > y, 1.0, -1.0)
    back = B.T @ sign * (1 - hidden * hidden)
    B -= 0.01 * sign @ hidden.T / y.size
    b -= 0.01 * np.mean(sign)
    A -= 0.01 * back @ X.T / y.size
    a -= 0.01 * np.mean(back, axis=1, keepdims=True)
