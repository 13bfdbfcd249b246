import numpy as np

rng = np.random.RandomState(330)
n_in, n_rec, n_out, T = 2, 5, 1, 7
weights = {
    "in": rng.randn(n_rec, n_in) * 0.5,
    "rec": rng.randn(n_rec, n_rec) * 0.6,
    "out": rng.randn(n_out, n_rec) * 0.5,
    "bias": np.zeros(n_rec),
}


def run(seq):
    states = [np.zeros(n_rec)]
    for x in seq:
        states.append(np.tanh(weights["in"] @ x + weights["rec"] @ states[-1] + weights["bias"]))
    return states, weights["out"] @ states[-1]


def bptt(seq, target):
    states, y = run(seq)
    grad = {k: np.zeros_like(w) for k, w in weights.items()}
    e = y - target
    grad["out"] = np.outer(e, states[-1])
    back = weights["out"].T @ e
    for t in range(len(seq), 0, -1):
        back = back * (1 - states[t] ** 2)
        grad["in"] += np.outer(back, seq[t - 1])
        grad["rec"] += np.outer(back, states[t - 1])
        grad["bias"] += back
        back = weights["rec"].T @ back
    return grad, 0.5 * float(e @ e)


def clip_by_global_norm(grad, limit=0.1):
    norm = np.sqrt(sum(np.sum(g**2) for g in grad.values()))
    if norm > limit:
        grad = {k: g * (limit / norm) for k, g in grad.items()}
    return grad


for i in range(8):
    seq = rng.randn(T, n_in)
    target = np.array([seq[:, 0].sum()])
    grad, loss = bptt(seq, target)
    grad = clip_by_global_norm(grad)
    for k in weights:
        weights[k] -= 0.5 * grad[k]
