import numpy as np

rng = np.random.default_rng(310)
X = rng.normal(size=(20, 4))
y = np.sin(X @ np.array([1.0, -1.0, 0.5, 2.0]))[:, None]

shapes = {"W1": (4, 8), "b1": (8,), "W2": (8, 1), "b2": (1,)}
theta = {k: rng.normal(0, 0.5, s) if k[0] == "W" else np.zeros(s) for k, s in shapes.items()}
m = {k: np.zeros(s) for k, s in shapes.items()}
v = {k: np.zeros(s) for k, s in shapes.items()}
lr, b1, b2, eps, weight_decay = 3e-3, 0.9, 0.999, 1e-8, 1e-2


def silu(z):
    return z / (1 + np.exp(-z))


def dsilu(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 + z * (1 - s))


for t in range(1, 30):
    z = X @ theta["W1"] + theta["b1"]
    a = silu(z)
    out = a @ theta["W2"] + theta["b2"]
    loss = np.mean((out - y) ** 2)

    g = {}
    d = 2 * (out - y) / len(X)
    g["W2"], g["b2"] = a.T @ d, d.sum(0)
    dz = d @ theta["W2"].T * dsilu(z)
    g["W1"], g["b1"] = X.T @ dz, dz.sum(0)

    for k in theta:
        m[k] = b1 * m[k] + (1 - b1) * g[k]
        v[k] = b2 * v[k] + (1 - b2) * g[k] ** 2
        mhat, vhat = m[k] / (1 - b1**t), v[k] / (1 - b2**t)
        theta[k] = theta[k] - lr * (mhat / (np.sqrt(vhat) + eps) + weight_decay * theta[k])
