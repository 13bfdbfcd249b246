import numpy as np

rs = np.random.RandomState(40)
m = 4
X = rs.randn(3, m)  # one sample a column
Y = rs.randn(1, m)
params = dict(
    W1=rs.randn(4, 3) * 0.5,
    b1=rs.randn(4, 1) * 0.1,
    W2=rs.randn(1, 4) * 0.5,
    b2=np.zeros((1, 1)),
)


def forward(p, X):
    z1 = p["W1"] @ X + p["b1"]
    a1 = np.log1p(np.exp(z1))  # softplus
    return z1, a1, p["W2"] @ a1 + p["b2"]


def backward(p, X, Y, z1, a1, out):
    g = {}
    d2 = (out - Y) / m
    g["W2"] = d2 @ a1.T
    g["b2"] = d2.sum(axis=1, keepdims=True)
    d1 = (p["W2"].T @ d2) / (1 + np.exp(-z1))
    g["W1"] = d1 @ X.T
    g["b1"] = d1.sum(axis=0).reshape(-1, 1)
    return g


for it in range(6):
    z1, a1, out = forward(params, X)
    loss = np.sum((out - Y) ** 2) / (2 * m)
    g = backward(params, X, Y, z1, a1, out)
    for key in params:
        params[key] -= 0.1 * g[key]
