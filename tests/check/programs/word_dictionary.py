import numpy as np

rng = np.random.RandomState(4)
vectors = {w: rng.randn(3) * 0.5 for w in ["cat", "dog", "fish", "bird", "tree"]}
weights = rng.randn(3)
bias = 0.0
sentences = [
    (["cat", "dog"], 1),
    (["fish", "tree", "tree"], 0),
    (["bird", "cat", "dog"], 1),
    (["tree", "bird"], 0),
]
rate = 0.2

for epoch in range(20):
    for words, label in sentences:
        mean = sum(vectors[w] for w in words) / len(words)
        p = 1 / (1 + np.exp(-(mean @ weights + bias)))
        loss = -np.log(p if label else 1 - p)

        delta = p - label
        d_mean = delta * weights
        weights = weights - rate * delta * mean
        bias = bias - rate * delta
        for w in words:
            vectors[w] = vectors[w] - rate * d_mean
