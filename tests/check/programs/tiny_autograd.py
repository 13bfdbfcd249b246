import math
import random


class Value:
    """A number that remembers where it came from."""

    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(children)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def _backward():
            self.grad += (1 - t * t) * out.grad

        out._backward = _backward
        return out

    __radd__ = __add__
    __rmul__ = __mul__

    def __sub__(self, other):
        return self + (-1) * other

    def backward(self):
        topo, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


random.seed(390)
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0]]
ys = [1.0, -1.0, -1.0]
hidden = [[Value(random.uniform(-1, 1)) for _ in range(4)] for _ in range(3)]
final = [Value(random.uniform(-1, 1)) for _ in range(4)]
parameters = [p for row in hidden for p in row] + final


def predict(x):
    h = [sum((w * xi for w, xi in zip(row, x)), row[-1]).tanh() for row in hidden]
    return sum((w * hi for w, hi in zip(final, h)), final[-1]).tanh()


for k in range(5):
    loss = sum((predict(x) - y) * (predict(x) - y) for x, y in zip(xs, ys))
    for p in parameters:
        p.grad = 0.0
    loss.backward()
    for p in parameters:
        p.data -= 0.05 * p.grad
