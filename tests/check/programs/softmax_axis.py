import numpy as np


def softmax(z):
    z = z - np.max(z)
    return np.exp(z) / np.sum(np.exp(z), axis=0)


rng = np.random.default_rng(110)
X = rng.normal(size=(9, 4))  # rows are samples
labels = rng.integers(0, 3, 9)
Y = np.eye(3)[labels]

W1, b1 = rng.normal(0, 0.5, (4, 5)), np.zeros(5)
W2, b2 = rng.normal(0, 0.5, (5, 3)), np.zeros(3)
lr = 0.3
for epoch in range(8):
    H = np.tanh(X @ W1 + b1)
    P = softmax(H @ W2 + b2)
    loss = -np.mean(np.sum(Y * np.log(P), axis=1))

    dlogits = (P - Y) / len(X)
    dW2, db2 = H.T @ dlogits, dlogits.sum(0)
    dH = dlogits @ W2.T * (1 - H**2)
    dW1, db1 = X.T @ dH, dH.sum(0)
    W1, b1 = W1 - lr * dW1, b1 - lr * db1
    W2, b2 = W2 - lr * dW2, b2 - lr * db2
