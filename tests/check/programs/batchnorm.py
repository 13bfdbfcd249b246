import numpy as np

rng = np.random.RandomState(380)
X, y = rng.randn(12, 4), rng.randint(0, 3, 12)
params = {
    "W1": rng.randn(4, 6) * 0.5,
    "gamma": np.ones(6),
    "beta": np.zeros(6),
    "W2": rng.randn(6, 3) * 0.5,
    "b2": np.zeros(3),
}
running_mean = np.zeros(6)


def bn_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    xhat = (x - mu) / np.sqrt(var + eps)
    return gamma * xhat + beta, (xhat, var, gamma, eps), mu


def bn_backward(dout, cache):
    xhat, var, gamma, eps = cache
    N = dout.shape[0]
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = dout.sum(axis=0)
    dxhat = dout * gamma
    dx = (N * dxhat - dxhat.sum(axis=0) - xhat * np.sum(dxhat * xhat, axis=0)) / (N * np.sqrt(var + eps))
    return dx, dgamma, dbeta


for it in range(6):
    z = X @ params["W1"]
    n, cache, mu = bn_forward(z, params["gamma"], params["beta"])
    running_mean = 0.9 * running_mean + 0.1 * mu
    h = np.maximum(0, n)
    s = h @ params["W2"] + params["b2"]
    s -= s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(12), y]).mean()

    grads = {}
    ds = p.copy()
    ds[np.arange(12), y] -= 1
    ds /= 12
    grads["W2"] = h.T @ ds
    grads["b2"] = ds.sum(axis=0)
    dn = ds @ params["W2"].T * (n > 0)
    dz, grads["gamma"], grads["beta"] = bn_backward(dn, cache)
    grads["W1"] = X.T @ dz
    for k, g in grads.items():
        params[k] -= 0.2 * g
