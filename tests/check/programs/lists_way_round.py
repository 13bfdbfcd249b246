import math
import random

random.seed(64)


def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-x))


def matrix(rows, columns):
    return [[random.uniform(-1, 1) for _ in range(columns)] for _ in range(rows)]


size = 3
w1, w2, w3 = matrix(size, size), matrix(size, size), matrix(2, size)
data = [([1.0, 0.0, 0.5], [1, 0]), ([0.0, 1.0, 0.2], [0, 1]), ([0.3, 0.9, 0.1], [1, 1])]
rate = 0.5
for epoch in range(20):
    for x, t in data:
        h1 = [sigmoid(sum(w1[j][i] * x[i] for i in range(size))) for j in range(size)]
        h2 = [sigmoid(sum(w2[j][i] * h1[i] for i in range(size))) for j in range(size)]
        o = [sigmoid(sum(w3[j][i] * h2[i] for i in range(size))) for j in range(2)]

        d3 = [(o[j] - t[j]) * o[j] * (1 - o[j]) for j in range(2)]
        d2, d1 = [0.0] * size, [0.0] * size
        for i in range(size):
            error = 0.0
            for j in range(2):
                error += w3[j][i] * d3[j]
            d2[i] = error * h2[i] * (1 - h2[i])
        for i in range(size):
            error = 0.0
            for j in range(size):
                error += w2[i][j] * d2[j]
            d1[i] = error * h1[i] * (1 - h1[i])

        for layer, delta, taken in ((w3, d3, h2), (w2, d2, h1), (w1, d1, x)):
            for j in range(len(layer)):
                for i in range(len(layer[j])):
                    layer[j][i] -= rate * delta[j] * taken[i]
