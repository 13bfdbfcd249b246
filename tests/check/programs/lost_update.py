import numpy as np

np.random.seed(80)
x_train = np.random.randn(16, 2)
y_train = (x_train[:, 0] > x_train[:, 1]).astype(float).reshape(-1, 1)


class Net:
    def __init__(self):
        self.W1 = np.random.randn(2, 5)
        self.b1 = np.zeros((1, 5))
        self.W2 = np.random.randn(5, 1)
        self.b2 = np.zeros((1, 1))

    def forward(self, X):
        self.Z1 = X @ self.W1 + self.b1
        self.A1 = np.tanh(self.Z1)
        self.Z2 = self.A1 @ self.W2 + self.b2
        return 1 / (1 + np.exp(-self.Z2))

    def backward(self, X, y, out):
        m = X.shape[0]
        dZ2 = out - y
        self.dW2 = self.A1.T @ dZ2 / m
        self.db2 = dZ2.mean(axis=0, keepdims=True)
        dZ1 = dZ2 @ self.W2.T * (1 - self.A1**2)
        self.dW1 = X.T @ dZ1 / m
        self.db1 = dZ1.mean(axis=0, keepdims=True)

    def update(self, lr):
        self.W2 = self.W2 - lr * self.dW2
        self.b2 = self.b2 - lr * self.db2
        self.W1 - lr * self.dW1
        self.b1 = self.b1 - lr * self.db1


net = Net()
for epoch in range(10):
    out = net.forward(x_train)
    loss = -np.mean(y_train * np.log(out) + (1 - y_train) * np.log(1 - out))
    net.backward(x_train, y_train, out)
    net.update(0.5)
