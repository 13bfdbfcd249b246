import numpy as np

rng = np.random.default_rng(100)
sizes = [3, 5, 4, 2]
W = [rng.normal(0, 0.5, (a, b)) for a, b in zip(sizes[:-1], sizes[1:])]
B = [np.zeros(b) for b in sizes[1:]]
X = rng.normal(size=(10, 3))
T = rng.normal(size=(10, 2))
rate = 0.05

for epoch in range(5):
    acts = [X]
    for w, b in zip(W, B):
        acts.append(np.tanh(acts[-1] @ w + b))
    grads_W, grads_B = [None] * 3, [None] * 3
    delta = (acts[-1] - T) / len(X) * (1 - acts[-1] ** 2)
    for l in (2, 1, 0):
        grads_W[l] = acts[l].T @ delta
        grads_B[l] = delta.sum(axis=0)
        if l > 0:
            delta = delta @ W[l].T * (1 - acts[l] ** 2)
        for k in range(l, 3):
            W[k] -= rate * grads_W[k]
            B[k] -= rate * grads_B[k]
