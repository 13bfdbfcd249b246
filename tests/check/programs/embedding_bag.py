import numpy as np

rng = np.random.default_rng(12)
n_docs, doc_len, n_words, dim, n_topics = 14, 6, 11, 5, 3
docs = rng.integers(0, n_words, size=(n_docs, doc_len))
topics = docs.sum(axis=1) % n_topics

E = rng.normal(scale=0.5, size=(n_words, dim))
W = rng.normal(scale=0.5, size=(dim, n_topics))
b = np.zeros(n_topics)

lr = 0.5
for epoch in range(30):
    bag = E[docs].mean(axis=1)
    scores = bag @ W + b
    probs = np.exp(scores - scores.max(axis=1, keepdims=True))
    probs /= probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(n_docs), topics]).mean()

    dscores = probs.copy()
    dscores[np.arange(n_docs), topics] -= 1
    dscores /= n_docs
    dbag = dscores @ W.T
    dE = np.zeros_like(E)
    dE[docs] += dbag[:, None, :] / doc_len
    W -= lr * bag.T @ dscores
    b -= lr * dscores.sum(axis=0)
    E -= lr * dE
