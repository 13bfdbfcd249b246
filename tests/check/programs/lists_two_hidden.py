"""A small classifier without any library."""

from math import exp
from random import Random

rng = Random(65)
n_in, n_one, n_two = 2, 4, 4


def squash(z):
    return 1 / (1 + exp(-z))


class Layer:
    def __init__(self, n_from, n_to):
        self.w = [[rng.gauss(0, 0.7) for _ in range(n_from)] for _ in range(n_to)]
        self.b = [0.0] * n_to

    def forward(self, values):
        self.taken = values
        self.out = []
        for row, bias in zip(self.w, self.b):
            z = bias
            for w, v in zip(row, values):
                z += w * v
            self.out.append(squash(z))
        return self.out

    def down(self, delta):
        return [sum(self.w[j][i] * delta[j] for j in range(len(delta))) for i in range(len(self.w[0]))]

    def learn(self, delta, lr):
        for j, d in enumerate(delta):
            for i, v in enumerate(self.taken):
                self.w[j][i] -= lr * d * v
            self.b[j] -= lr * d


one, two, last = Layer(n_in, n_one), Layer(n_one, n_two), Layer(n_two, 1)
points = [((0.1, 0.8), 1), ((0.9, 0.7), 0), ((0.4, 0.2), 1), ((0.6, 0.1), 0)]
for epoch in range(25):
    for point, label in points:
        p = last.forward(two.forward(one.forward(point)))[0]
        delta = [(p - label) * p * (1 - p)]
        below = last.down(delta)
        delta_two = [e * a * (1 - a) for e, a in zip(below, two.out)]
        below = two.down(delta_two)
        delta_one = [e * a * (1 - a) for e, a in zip(below, two.out)]
        last.learn(delta, 0.4)
        two.learn(delta_two, 0.4)
        one.learn(delta_one, 0.4)
