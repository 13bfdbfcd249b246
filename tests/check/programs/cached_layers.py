import numpy as np

rng = np.random.RandomState(23)
SIZES = [4, 4, 4, 4]


def init():
    return [{"W": rng.randn(i, o) * 0.6, "b": np.zeros(o)} for i, o in zip(SIZES[:-1], SIZES[1:])]


def forward(layers, X):
    cache = {"A0": X}
    A = X
    for k, layer in enumerate(layers, start=1):
        Z = A @ layer["W"] + layer["b"]
        A = np.tanh(Z) if k < len(layers) else Z
        cache[f"A{k}"] = A
    return A, cache


def backward(layers, cache, Y):
    grads = [None] * len(layers)
    dZ = 2 * (cache[f"A{len(layers)}"] - Y) / Y.size
    for k in range(len(layers), 0, -1):
        grads[k - 1] = {"W": cache[f"A{k}"].T @ dZ, "b": dZ.sum(0)}
        if k > 1:
            dA = dZ @ layers[k - 1]["W"].T
            dZ = dA * (1 - cache[f"A{k - 1}"] ** 2)
    return grads


X, Y = rng.randn(9, 4), rng.randn(9, 4)
layers = init()
for epoch in range(5):
    out, cache = forward(layers, X)
    mse = np.mean((out - Y) ** 2)
    for layer, grad in zip(layers, backward(layers, cache, Y)):
        layer["W"] = layer["W"] - 0.1 * grad["W"]
        layer["b"] = layer["b"] - 0.1 * grad["b"]
