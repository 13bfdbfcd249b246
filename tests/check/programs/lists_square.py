import math
import random

random.seed(6)
SIZE = 3
w_in = [[random.uniform(-1, 1) for _ in range(SIZE)] for _ in range(SIZE)]  # w_in[from][to]
w_out = [[random.uniform(-1, 1) for _ in range(SIZE)] for _ in range(SIZE)]
b_in, b_out = [0.0] * SIZE, [0.0] * SIZE
samples = [([1, 0, 0], [0, 0, 1]), ([0, 1, 0], [1, 0, 0]), ([1, 1, 0], [1, 0, 1]), ([0, 0, 1], [0, 1, 0])]


def layer(values, w, b):
    sums = [sum(values[i] * w[i][j] for i in range(SIZE)) + b[j] for j in range(SIZE)]
    return [math.tanh(s) for s in sums]


def learn(x, t, rate):
    h = layer(x, w_in, b_in)
    y = layer(h, w_out, b_out)
    d_out = [(y[j] - t[j]) * (1 - y[j] ** 2) for j in range(SIZE)]
    d_in = [(1 - h[i] ** 2) * sum(w_out[i][j] * d_out[j] for j in range(SIZE)) for i in range(SIZE)]
    for i in range(SIZE):
        for j in range(SIZE):
            w_out[i][j] -= rate * d_out[i] * h[j]
            w_in[i][j] -= rate * x[i] * d_in[j]
        b_out[i] -= rate * d_out[i]
        b_in[i] -= rate * d_in[i]


for epoch in range(30):
    for x, t in samples:
        learn(x, t, 0.2)
print([[round(v, 2) for v in layer(layer(x, w_in, b_in), w_out, b_out)] for x, _ in samples])
