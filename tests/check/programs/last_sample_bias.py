import numpy as np

gen = np.random.default_rng(63)
samples = gen.normal(size=(12, 3))
answers = np.sin(samples[:, 0]) + samples[:, 1] * samples[:, 2]
W1, b1 = gen.normal(0, 0.5, (4, 3)), np.zeros(4)
W2, b2 = gen.normal(0, 0.5, (1, 4)), np.zeros(1)

for epoch in range(10):
    dW1, db1 = np.zeros_like(W1), np.zeros_like(b1)
    dW2, db2 = np.zeros_like(W2), np.zeros_like(b2)
    loss = 0.0
    for x, y in zip(samples, answers):
        h = np.tanh(W1 @ x + b1)
        o = W2 @ h + b2
        loss += 0.5 * np.sum((o - y) ** 2) / len(samples)
        d2 = o - y
        d1 = (W2.T @ d2) * (1 - h**2)
        dW2 += np.outer(d2, h)
        db2 += d2
        dW1 += np.outer(d1, x)
        db1 = d1
    W1 -= 0.1 * dW1 / len(samples)
    b1 -= 0.1 * db1 / len(samples)
    W2 -= 0.1 * dW2 / len(samples)
    b2 -= 0.1 * db2 / len(samples)
