import math
import random

random.seed(4)


def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-x))


training = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
n_hidden = 3
w_ih = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(n_hidden)]
b_h = [random.uniform(-1, 1) for _ in range(n_hidden)]
w_ho = [random.uniform(-1, 1) for _ in range(n_hidden)]
b_o = random.uniform(-1, 1)
rate = 0.5

for epoch in range(20):
    total = 0.0
    for inputs, target in training:
        hidden = []
        for j in range(n_hidden):
            s = b_h[j]
            for i in range(2):
                s += w_ih[j][i] * inputs[i]
            hidden.append(sigmoid(s))
        s = b_o
        for j in range(n_hidden):
            s += w_ho[j] * hidden[j]
        out = sigmoid(s)

        error = target - out
        total += 0.5 * error**2
        delta_o = error * out * (1 - out)

        delta_h = []
        for j in range(n_hidden):
            delta_h.append(error * w_ho[j] * hidden[j] * (1 - hidden[j]))

        for j in range(n_hidden):
            w_ho[j] += rate * delta_o * hidden[j]
        b_o += rate * delta_o
        for j in range(n_hidden):
            for i in range(2):
                w_ih[j][i] += rate * delta_h[j] * inputs[i]
            b_h[j] += rate * delta_h[j]
