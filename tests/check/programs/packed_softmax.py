import numpy as np

# multinomial logistic regression as a flat vector of parameters, packed and unpacked
rng = np.random.default_rng(510)
n, d, k = 20, 3, 4
X = rng.normal(size=(n, d))
labels = rng.integers(0, k, n)
onehot = np.eye(k)[labels]


def unpack(theta):
    return theta[: d * k].reshape(d, k), theta[d * k :]


def loss_and_grad(theta):
    W, b = unpack(theta)
    s = X @ W + b
    s = s - s.max(1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(1, keepdims=True))
    p = np.exp(logp)
    g = (p - onehot) / n
    return -(onehot * logp).sum() / n, np.concatenate([(X.T @ g).ravel(), g.sum(0)])


theta = rng.normal(0, 0.1, d * k + k)
for it in range(10):
    f, g = loss_and_grad(theta)
    theta = theta - 1.0 * g
