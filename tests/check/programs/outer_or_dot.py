import numpy as np

rng = np.random.default_rng(21)
samples = rng.normal(size=(8, 3))
targets = np.tanh(samples @ rng.normal(size=(3, 3)))

W = rng.normal(scale=0.5, size=(3, 3))  # out x in
b = np.zeros(3)
lr = 0.05


def predict(x):
    return np.tanh(W @ x + b)


for epoch in range(3):
    for x, t in zip(samples, targets):
        y = predict(x)
        delta = (y - t) * (1 - y**2)
        W -= lr * np.dot(delta, x)
        b -= lr * delta
    print(
        "loss",
        0.5 * np.mean(np.sum((np.array([predict(x) for x in samples]) - targets) ** 2, axis=1)),
    )
