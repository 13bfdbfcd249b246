import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def bce(y, a):
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def bce_grad(y, a):
    return (-y / a - (1 - y) / (1 - a)) / len(y)


class Layer:
    def __init__(self, rng, fan_in, fan_out):
        self.weight = rng.normal(0, 1 / np.sqrt(fan_in), (fan_out, fan_in))
        self.bias = np.zeros(fan_out)

    def forward(self, x):
        self.x = x
        self.out = sigmoid(x @ self.weight.T + self.bias)
        return self.out

    def backward(self, grad):
        grad = grad * self.out * (1 - self.out)
        self.grad_weight = grad.T @ self.x
        self.grad_bias = grad.sum(axis=0)
        return grad @ self.weight


rng = np.random.default_rng(31)
x = rng.normal(size=(11, 2))
y = (x[:, :1] * x[:, 1:] > 0).astype(float)
net = [Layer(rng, 2, 5), Layer(rng, 5, 1)]
for epoch in range(6):
    out = x
    for layer in net:
        out = layer.forward(out)
    loss = bce(y, out)
    grad = bce_grad(y, out)
    for layer in reversed(net):
        grad = layer.backward(grad)
    for layer in net:
        layer.weight -= 0.3 * layer.grad_weight
        layer.bias -= 0.3 * layer.grad_bias
