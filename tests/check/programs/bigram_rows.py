import numpy as np

names = ["emma", "olivia", "ava", "isabella", "sophia", "mia"]
letters = "." + "".join(sorted(set("".join(names))))
stoi = {c: i for i, c in enumerate(letters)}
xs, ys = [], []
for name in names:
    padded = "." + name + "."
    for first, second in zip(padded, padded[1:]):
        xs.append(stoi[first])
        ys.append(stoi[second])
xs, ys = np.array(xs), np.array(ys)
N = len(xs)

W = np.random.default_rng(21).standard_normal((len(letters), len(letters)))
for k in range(50):
    logits = W[xs]
    counts = np.exp(logits)
    probs = counts / counts.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(N), ys]).mean() + 0.01 * (W**2).mean()

    dlogits = probs.copy()
    dlogits[np.arange(N), ys] -= 1
    dlogits /= N
    dW = 0.02 * W / W.size
    dW[xs] += dlogits
    W -= 50 * dW
