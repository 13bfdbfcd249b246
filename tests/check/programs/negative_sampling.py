import numpy as np

rng = np.random.RandomState(400)
V, D = 8, 5
U = rng.uniform(-0.5, 0.5, (V, D))
C = rng.uniform(-0.5, 0.5, (V, D))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sgns_step(center, context, negatives, lr=0.1):
    words = [context] + negatives
    labels = np.array([1.0] + [0.0] * len(negatives))
    v = U[center]
    scores = sigmoid(C[words] @ v)
    loss = -np.log(scores[0]) - np.log(1 - scores[1:]).sum()
    g = scores - labels
    grad_v = g @ C[words]
    for row, word in enumerate(words):
        C[word] -= lr * g[row] * v
    U[center] = v - lr * grad_v
    return loss


stream = [(0, 1, [4, 6]), (1, 2, [5, 7]), (3, 2, [0, 6]), (4, 5, [1, 2]), (0, 2, [3, 7])]
for epoch in range(3):
    total = 0
    for center, context, negatives in stream:
        total += sgns_step(center, context, negatives)
    print(total)
