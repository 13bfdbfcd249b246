import numpy as np

reviews = [[1, 4, 2], [0, 3, 3, 5], [2, 5], [4, 1, 0, 2, 1]]
sentiment = [1, 0, 1, 0]
rng = np.random.RandomState(5)
embed = (rng.rand(6, 4) - 0.5) * 2
readout = (rng.rand(4) - 0.5) * 2
alpha = 0.3

for epoch in range(4):
    loss = 0.0
    for words, y in zip(reviews, sentiment):
        mean = embed[words].mean(axis=0)
        p = 1 / (1 + np.exp(-(mean @ readout)))
        loss -= y * np.log(p) + (1 - y) * np.log(1 - p)

        delta = p - y
        d_mean = delta * readout
        d_readout = delta * mean
        d_embed = np.zeros_like(embed)
        for w in words:
            d_embed[w] += d_mean
        embed -= alpha * d_embed
        readout -= alpha * d_readout
    print(loss)
