import numpy as np
rng = np.random.default_rng(11)
X = rng.normal(size=(50, 6)); labels = (X[:, 0] * X[:, 1] > 0).astype(int)
onehot = np.zeros((50, 2)); onehot[np.arange(50), labels] = 1
W1 = rng.normal(size=(6, 12)) * .4; b1 = np.zeros(12)
W2 = rng.normal(size=(12, 2)) * .4; b2 = np.zeros(2)
keep, reg, lr = 0.8, 1e-2, 0.1
def softmax(s):
    s = s - s.max(axis=1, keepdims=True)
    return np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
for i in range(60):
    a1 = np.maximum(0, X @ W1 + b1)
    mask = (rng.random(a1.shape) < keep) / keep
    d1 = a1 * mask
    probs = softmax(d1 @ W2 + b2)
    loss = -np.log(probs[np.arange(50), labels]).mean() + 0.5 * reg * ((W1 ** 2).sum() + (W2 ** 2).sum())
    ds = (probs - onehot) / 50
    dW2 = d1.T @ ds + reg * W2
    db2 = ds.sum(0)
    dh = ds @ W2.T * mask
    dh[a1 <= 0] = 0
    dW1 = X.T @ dh + reg * W1
    db1 = dh.sum(0)
    for p, g in ((W1, dW1), (W2, dW2), (b2, db2)):
        p -= lr * g
