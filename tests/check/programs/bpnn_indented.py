import math
import random

random.seed(8)


class Net:
    """A net of plain lists, as it was written before NumPy was everywhere."""

    def __init__(self, n_in, n_hidden, n_out):
        self.n_in, self.n_hidden, self.n_out = n_in + 1, n_hidden, n_out
        self.w1 = [[random.uniform(-0.5, 0.5) for _ in range(n_hidden)] for _ in range(n_in + 1)]
        self.w2 = [[random.uniform(-0.5, 0.5) for _ in range(n_out)] for _ in range(n_hidden)]

    def run(self, inputs):
        self.a0 = list(inputs) + [1.0]
        self.a1 = [
            math.tanh(sum(self.a0[i] * self.w1[i][j] for i in range(self.n_in)))
            for j in range(self.n_hidden)
        ]
        self.a2 = [
            sum(self.a1[j] * self.w2[j][k] for j in range(self.n_hidden)) for k in range(self.n_out)
        ]
        return self.a2

    def learn(self, inputs, targets, rate):
        out = self.run(inputs)
        out_deltas = [out[k] - targets[k] for k in range(self.n_out)]
        hidden_deltas = []
        for j in range(self.n_hidden):
            error = sum(out_deltas[k] * self.w2[j][k] for k in range(self.n_out))
            hidden_deltas.append(error * (1 - self.a1[j] ** 2))
        for k in range(self.n_out):
            for j in range(self.n_hidden):
                self.w2[j][k] -= rate * out_deltas[k] * self.a1[j]
            for j in range(self.n_hidden):
                for i in range(self.n_in):
                    self.w1[i][j] -= rate * hidden_deltas[j] * self.a0[i]


points = [([0.2, 0.9], [0.1, 0.7]), ([0.8, 0.1], [0.5, -0.3]), ([0.5, 0.4], [0.9, 0.2])]
net = Net(2, 3, 2)
for epoch in range(12):
    for inputs, targets in points:
        net.learn(inputs, targets, 0.1)
print([net.run(inputs) for inputs, _ in points])
