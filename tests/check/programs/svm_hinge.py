import numpy as np

rng = np.random.default_rng(450)
X = np.vstack([rng.normal(1.0, 0.8, (12, 2)), rng.normal(-1.0, 0.8, (12, 2))])
y = np.array([1] * 12 + [-1] * 12)
w, b, C, lr = np.zeros(2), 0.0, 1.0, 0.02

for epoch in range(6):
    for i in rng.permutation(len(X)):
        margin = y[i] * (X[i] @ w + b)
        if margin < 1:
            w = w - lr * (w - C * y[i] * X[i])
            b = b + lr * C * y[i]
        else:
            w = w - lr * w
print("accuracy", np.mean(np.sign(X @ w + b) == y))
