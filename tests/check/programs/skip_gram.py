import numpy as np

text = "the king loves the queen and the queen loves the king".split()
vocab = sorted(set(text))
index = {w: i for i, w in enumerate(vocab)}
V, D = len(vocab), 4
rng = np.random.RandomState(230)
W_in = rng.uniform(-0.8, 0.8, (V, D))
W_out = rng.uniform(-0.8, 0.8, (D, V))
pairs = []
for i, word in enumerate(text):
    for j in (i - 1, i + 1):
        if 0 <= j < len(text):
            pairs.append((index[word], index[text[j]]))

learning_rate = 0.1
for epoch in range(2):
    loss = 0
    for center, context in pairs:
        h = W_in[center]
        u = h @ W_out
        y_pred = np.exp(u) / np.exp(u).sum()
        loss += -np.log(y_pred[context])
        e = y_pred.copy()
        e[context] -= 1
        W_out = W_out - learning_rate * np.outer(h, e)
        W_in[center] = W_in[center] - learning_rate * (W_out @ e)
