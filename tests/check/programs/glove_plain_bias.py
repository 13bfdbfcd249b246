import numpy as np

corpus = "the cat sat on the mat the dog sat on the rug a cat and a dog ran to the mat".split()
words = sorted(set(corpus))
index = {w: i for i, w in enumerate(words)}
size, width, window = len(words), 5, 2
counts = np.zeros((size, size))
for place, word in enumerate(corpus):
    for distance, other in enumerate(reversed(corpus[max(0, place - window) : place]), 1):
        counts[index[word], index[other]] += 1.0 / distance
        counts[index[other], index[word]] += 1.0 / distance

gen = np.random.default_rng(66)
W = gen.normal(0, 0.3, (size, width))
C = gen.normal(0, 0.3, (size, width))
bw, bc = np.zeros(size), np.zeros(size)
rows, columns = np.nonzero(counts)
lr = 0.05

for epoch in range(3):
    cost = 0.0
    for i, j in zip(rows, columns):
        f = min(1.0, (counts[i, j] / 3) ** 0.75)
        diff = W[i] @ C[j] + bw[i] + bc[j] - np.log(counts[i, j])
        cost += 0.5 * f * diff**2
        grad_w = f * diff * C[j]
        grad_c = f * diff * W[i]
        W[i] -= lr * grad_w
        C[j] -= lr * grad_c
        bw[i] -= lr * diff
        bc[j] -= lr * f * diff
    print(epoch, cost)
