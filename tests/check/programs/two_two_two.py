# A step by step example: 2 inputs, 2 hidden, 2 outputs, biases not trained
import math


class NeuralNetwork:
    LEARNING_RATE = 0.5

    def __init__(self, hidden_weights, hidden_bias, output_weights, output_bias):
        self.hidden_weights, self.hidden_bias = hidden_weights, hidden_bias
        self.output_weights, self.output_bias = output_weights, output_bias

    def squash(self, total):
        return 1 / (1 + math.exp(-total))

    def feed_forward(self, inputs):
        self.inputs = inputs
        self.hidden = [self.squash(sum(w * i for w, i in zip(ws, inputs)) + self.hidden_bias) for ws in self.hidden_weights]
        self.outputs = [self.squash(sum(w * h for w, h in zip(ws, self.hidden)) + self.output_bias) for ws in self.output_weights]
        return self.outputs

    def train(self, inputs, targets):
        self.feed_forward(inputs)
        pd_out = [-(t - o) * o * (1 - o) for t, o in zip(targets, self.outputs)]
        pd_hidden = []
        for h in range(len(self.hidden)):
            d = 0
            for o in range(len(self.outputs)):
                d += pd_out[o] * self.output_weights[o][h]
            pd_hidden.append(d * self.hidden[h] * (1 - self.hidden[h]))
        for o in range(len(self.outputs)):
            for h in range(len(self.hidden)):
                self.output_weights[o][h] -= self.LEARNING_RATE * pd_out[o] * self.hidden[h]
        for h in range(len(self.hidden)):
            for i in range(len(inputs)):
                self.hidden_weights[h][i] -= self.LEARNING_RATE * pd_hidden[h] * inputs[i]

    def total_error(self, inputs, targets):
        return sum(0.5 * (t - o) ** 2 for t, o in zip(targets, self.feed_forward(inputs)))


nn = NeuralNetwork([[0.15, 0.2], [0.25, 0.3]], 0.35, [[0.4, 0.45], [0.5, 0.55]], 0.6)
for i in range(50):
    nn.train([0.05, 0.1], [0.01, 0.99])
    print(i, round(nn.total_error([0.05, 0.1], [0.01, 0.99]), 9))
