"""A scalar engine: every number knows how to hand its gradient back."""

import math
import random

random.seed(68)


class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad = data, 0.0
        self.parents, self.back = parents, lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out.back = back
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.back = back
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def back():
            self.grad += (1 - t) * out.grad

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for parent in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            value.back()


hidden = [[Value(random.uniform(-1, 1)) for _ in range(3)] for _ in range(3)]
last = [Value(random.uniform(-1, 1)) for _ in range(4)]
parameters = [value for row in hidden for value in row] + last
samples = [((0.5, -0.3), 1.0), ((-0.2, 0.8), -1.0), ((0.9, 0.4), 1.0)]


def squares():
    total = Value(0.0)
    for point, target in samples:
        values = [
            (w1 * Value(point[0]) + w2 * Value(point[1]) + bias).tanh() for w1, w2, bias in hidden
        ]
        out = last[3]
        for weight, value in zip(last, values):
            out = out + weight * value
        miss = out + Value(-target)
        total = total + miss * miss
    return total


for epoch in range(10):
    loss = squares()
    for value in parameters:
        value.grad = 0.0
    loss.backward()
    for value in parameters:
        value.data -= 0.05 * value.grad
