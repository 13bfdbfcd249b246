from math import exp
from random import Random


class Neuron:
    def __init__(self, n_inputs, rng):
        self.weights = [rng.gauss(0, 1) for _ in range(n_inputs)]
        self.bias = rng.gauss(0, 1)

    def activate(self, inputs):
        self.inputs = inputs
        total = sum(w * i for w, i in zip(self.weights, inputs)) + self.bias
        self.output = 1 / (1 + exp(-total))
        return self.output

    def update(self, lr):
        for k, value in enumerate(self.inputs):
            self.weights[k] -= lr * self.delta * value
        self.bias -= lr * self.delta


class Network:
    def __init__(self, sizes, seed=0):
        rng = Random(seed)
        self.layers = [[Neuron(a, rng) for _ in range(b)] for a, b in zip(sizes, sizes[1:])]

    def forward(self, x):
        for layer in self.layers:
            x = [neuron.activate(x) for neuron in layer]
        return x

    def backward(self, target, lr):
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            for j, neuron in enumerate(layer):
                if i == len(self.layers) - 1:
                    error = neuron.output - target[j]
                else:
                    error = sum(n.weights[j] * n.delta for n in self.layers[i + 1])
                neuron.delta = error * neuron.output * (1 - neuron.output)
            for neuron in layer:
                neuron.update(lr)

    def train(self, rows, lr, epochs):
        for _ in range(epochs):
            for x, target in rows:
                self.forward(x)
                self.backward(target, lr)


rows = [([0.2, 0.9, -0.4], [1, 0]), ([0.7, -0.1, 0.3], [0, 1]), ([-0.5, 0.6, 0.8], [1, 1])]
net = Network([3, 4, 2])
net.train(rows, lr=0.7, epochs=5)
