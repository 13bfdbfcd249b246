import numpy as np

# songs that were played one after the other; a vector for each, and one for each as "the next"
rng = np.random.default_rng(12)
songs = "river night river moon night road river stone moon road night stone river road".split()
names = sorted(set(songs))
number = [names.index(song) for song in songs]
played = np.array(list(zip(number[:-1], number[1:])))
vectors = rng.normal(0.0, 0.4, (len(names), 3))
following = rng.normal(0.0, 0.4, (3, len(names)))
rate = 0.4



def learn(first, second):
    count = len(first)
    hidden = vectors[first]
    scores = hidden @ following
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    mean = -np.log(chance[np.arange(count), second]).mean()
    error = chance.copy()
    error[np.arange(count), second] -= 1
    back = error @ following.T
    following[...] -= rate * hidden.T @ error / count
    np.add.at(vectors, first, -rate * back / count)
    return mean * count


for epoch in range(12):
    cost = sum(learn(*played[start : start + 5].T) for start in range(0, len(played), 5))
    print(epoch, cost / len(played))
