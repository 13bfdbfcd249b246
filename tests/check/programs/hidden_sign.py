import numpy as np


class Mlp:
    def __init__(self, i, h, o):
        r = np.random.RandomState(200)
        self.wi = r.uniform(-0.5, 0.5, (h, i + 1))
        self.wo = r.uniform(-0.5, 0.5, (o, h + 1))

    def update(self, inputs):
        self.ai = np.append(inputs, 1.0)
        self.ah = np.tanh(self.wi @ self.ai)
        self.ah1 = np.append(self.ah, 1.0)
        self.ao = np.tanh(self.wo @ self.ah1)
        return self.ao

    def back_propagate(self, targets, N):
        output_deltas = (1 - self.ao**2) * (targets - self.ao)
        hidden_deltas = (1 - self.ah**2) * (self.wo[:, :-1].T @ output_deltas)
        self.wo = self.wo + N * np.outer(output_deltas, self.ah1)
        self.wi = self.wi - N * np.outer(hidden_deltas, self.ai)
        return 0.5 * sum((targets - self.ao) ** 2)

    def train(self, patterns, iterations=5, N=0.1):
        for i in range(iterations):
            error = 0.0
            for inputs, targets in patterns:
                self.update(inputs)
                error = error + self.back_propagate(targets, N)


pat = [
    (np.array([0, 0.5]), np.array([0.1])),
    (np.array([0.3, 1]), np.array([0.9])),
    (np.array([1, -1]), np.array([-0.4])),
]
n = Mlp(2, 3, 1)
n.train(pat)
