import numpy as np

rng = np.random.default_rng(340)
X = rng.normal(size=(6, 3))
y = rng.integers(0, 2, (6, 1))
W1 = rng.normal(size=(3, 4)) * 0.5
W2 = rng.normal(size=(4, 1)) * 0.5


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cost(W1, W2):
    a = sigmoid(sigmoid(X @ W1) @ W2)
    return float(-(y * np.log(a) + (1 - y) * np.log(1 - a)).mean())


def gradients(W1, W2):
    a1 = sigmoid(X @ W1)
    a2 = sigmoid(a1 @ W2)
    d2 = (a2 - y) / len(X)
    d1 = (d2 @ W2.T) * a1 * (1 - a1)
    return X.T @ d1, a1.T @ d2


def numerical(W1, W2, h=1e-5):
    grads = []
    for W in (W1, W2):
        g = np.zeros_like(W)
        for idx in np.ndindex(W.shape):
            keep = W[idx]
            W[idx] = keep + h
            up = cost(W1, W2)
            W[idx] = keep - h
            down = cost(W1, W2)
            W[idx] = keep
            g[idx] = (up - down) / (2 * h)
        grads.append(g)
    return grads


for analytic, numeric in zip(gradients(W1, W2), numerical(W1, W2)):
    difference = np.linalg.norm(analytic - numeric) / np.linalg.norm(analytic + numeric)
    print("gradient check:", difference < 1e-7)

for step in range(20):
    g1, g2 = gradients(W1, W2)
    W1 -= 1.0 * g1
    W2 -= 1.0 * g2
print(cost(W1, W2))
