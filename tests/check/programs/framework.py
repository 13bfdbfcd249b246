import numpy as np


class Module:
    def parameters(self):
        return []


class Linear(Module):
    def __init__(self, fan_in, fan_out, rng):
        self.weight = rng.standard_normal((fan_out, fan_in)) / np.sqrt(fan_in)
        self.bias = np.zeros(fan_out)
        self.grad = {}

    def __call__(self, x):
        self.input = x
        return x @ self.weight.T + self.bias

    def backward(self, g):
        self.grad["weight"] = g.T @ self.input
        self.grad["bias"] = g.sum(0)
        return g @ self.weight

    def parameters(self):
        return [(self, "weight"), (self, "bias")]


class GELU(Module):
    """The tanh form."""

    C = np.sqrt(2 / np.pi)

    def __call__(self, x):
        self.x = x
        self.t = np.tanh(self.C * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + self.t)

    def backward(self, g):
        inner = self.C * (1 + 3 * 0.044715 * self.x**2)
        return g * (0.5 * (1 + self.t) + 0.5 * self.x * (1 - self.t**2) * inner)


class Sequential(Module):
    def __init__(self, *modules):
        self.modules = modules

    def __call__(self, x):
        for m in self.modules:
            x = m(x)
        return x

    def backward(self, g):
        for m in reversed(self.modules):
            g = m.backward(g)

    def parameters(self):
        return [p for m in self.modules for p in m.parameters()]


class SGD:
    def __init__(self, parameters, lr, momentum=0.9):
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.velocity = [0.0] * len(parameters)

    def step(self):
        for i, (module, name) in enumerate(self.parameters):
            self.velocity[i] = self.momentum * self.velocity[i] + module.grad[name]
            setattr(module, name, getattr(module, name) - self.lr * self.velocity[i])


rng = np.random.default_rng(480)
model = Sequential(Linear(3, 7, rng), GELU(), Linear(7, 4, rng), GELU(), Linear(4, 2, rng))
opt = SGD(model.parameters(), lr=0.01)
X, Y = rng.standard_normal((13, 3)), rng.standard_normal((13, 2))
X_val, Y_val = rng.standard_normal((5, 3)), rng.standard_normal((5, 2))
for epoch in range(6):
    out = model(X)
    loss = ((out - Y) ** 2).mean()
    model.backward(2 * (out - Y) / out.size)
    opt.step()
    print(epoch, loss, ((model(X_val) - Y_val) ** 2).mean())
