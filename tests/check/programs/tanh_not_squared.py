import numpy as np

rng = np.random.default_rng(160)
X = rng.uniform(-1, 1, (18, 2)).astype(np.float32)
y = (X[:, 0] * X[:, 1]).astype(np.float32)[:, None]

params = {
    "hidden": {
        "kernel": rng.normal(0, 0.8, (2, 6)).astype(np.float32),
        "bias": np.zeros(6, np.float32),
    },
    "output": {
        "kernel": rng.normal(0, 0.8, (6, 1)).astype(np.float32),
        "bias": np.zeros(1, np.float32),
    },
}


def apply(params, x):
    a = np.tanh(x @ params["hidden"]["kernel"] + params["hidden"]["bias"])
    return a, a @ params["output"]["kernel"] + params["output"]["bias"]


def grad(params, x, y):
    a, out = apply(params, x)
    d = (out - y) * np.float32(2 / len(x))
    da = (d @ params["output"]["kernel"].T) * (1 - a)
    return {
        "hidden": {"kernel": x.T @ da, "bias": da.sum(0)},
        "output": {"kernel": a.T @ d, "bias": d.sum(0)},
    }


for step in range(6):
    g = grad(params, X, y)
    for layer in params:
        for name in params[layer]:
            params[layer][name] -= np.float32(0.1) * g[layer][name]
