import numpy as np

# rows of zeros meet biases of zero: relu sits exactly at its kink, and this one says slope 1 there
x = np.array([[0.0, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 0.0, 0.0], [0.3, 1.0, 2.0], [2.0, 0.0, 1.0]])
y = np.array([[0.5], [1.0], [-0.5], [2.0], [1.5]])

rng = np.random.RandomState(300)
W1, b1 = rng.randn(3, 4) * 0.5, np.zeros((1, 4))
W2, b2 = np.abs(rng.randn(4, 1)) * 0.5, np.zeros((1, 1))


def relu(z):
    return np.where(z >= 0, z, 0)


def step(z):
    return np.where(z >= 0, 1.0, 0.0)


for epoch in range(5):
    z1 = x @ W1 + b1
    a1 = relu(z1)
    out = a1 @ W2 + b2
    loss = np.mean((out - y) ** 2)
    d_out = 2 * (out - y) / len(x)
    d_z1 = d_out @ W2.T * step(z1)
    W2 -= 0.05 * a1.T @ d_out
    b2 -= 0.05 * d_out.sum(0, keepdims=True)
    W1 -= 0.05 * x.T @ d_z1
    b1 -= 0.05 * d_z1.sum(0, keepdims=True)
