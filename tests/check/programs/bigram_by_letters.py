import numpy as np

text = "hello there, general kenobi; the hills are alive"
letters = sorted(set(text))
V = len(letters)
place = {c: i for i, c in enumerate(letters)}
X = np.eye(V)[[place[c] for c in text[:-1]]]
Y = np.eye(V)[[place[c] for c in text[1:]]]
N = len(X)
W = np.random.default_rng(67).normal(0, 1, (V, V))
for epoch in range(30):
    counts = np.exp(X @ W)
    P = counts / counts.sum(1, keepdims=True)
    loss = -np.sum(Y * np.log(P)) / N + 0.01 * np.mean(W**2)
    dlogits = (P - Y) / V
    dW = X.T @ dlogits + 0.02 * W / W.size
    W -= 10 * dW
