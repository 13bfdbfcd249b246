import numpy as np
rng = np.random.RandomState(3)
x = rng.uniform(-1, 1, 80)
t = np.sign(np.sin(4 * x)) + 0.1 * rng.randn(80)
freqs = rng.normal(0, 4, 10)
def features(x):
    proj = np.outer(x, freqs)
    return np.concatenate([np.cos(proj), np.sin(proj), np.ones((len(x), 1))], axis=1)
Phi = features(x)
poly = np.vander(x, 4)
theta = np.zeros(21)
coef = np.zeros(4)
for i in range(300):
    r = t - Phi @ theta - poly @ coef
    theta += 0.1 * Phi.T @ r / 80
    coef += 0.1 * poly.T @ r / 80
    if i % 100 == 0:
        print("R2", 1 - (r @ r) / np.sum((t - t.mean()) ** 2))
