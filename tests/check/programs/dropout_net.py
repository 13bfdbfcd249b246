import numpy as np

rs = np.random.RandomState(17)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class DropoutNet:
    def __init__(self, n_in, n_hid, keep=0.8):
        self.keep = keep
        self.w1 = rs.normal(0, 0.5, (n_in, n_hid))
        self.c1 = np.zeros((1, n_hid))
        self.w2 = rs.normal(0, 0.5, (n_hid, 1))
        self.c2 = np.zeros((1, 1))

    def forward(self, x, training=True):
        self.x = x
        self.pre = x.dot(self.w1) + self.c1
        self.h = np.maximum(0.0, self.pre)
        if training:
            self.mask = (rs.rand(*self.h.shape) < self.keep) / self.keep
            self.h = self.h * self.mask
        self.out = sigmoid(self.h.dot(self.w2) + self.c2)
        return self.out

    def backward(self, y, lr):
        n = y.shape[0]
        dout = (self.out - y) / n
        dw2 = self.h.T.dot(dout)
        dc2 = dout.sum(axis=0, keepdims=True)
        dh = dout.dot(self.w2.T)
        dpre = dh * (self.pre > 0)
        dw1 = self.x.T.dot(dpre)
        dc1 = dpre.sum(axis=0, keepdims=True)
        self.w1 -= lr * dw1
        self.c1 -= lr * dc1
        self.w2 -= lr * dw2
        self.c2 -= lr * dc2


x = rs.randn(10, 5)
y = (x[:, :1] + x[:, 1:2] > 0).astype(float)
net = DropoutNet(5, 7)
for step in range(5):
    p = net.forward(x)
    bce = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    net.backward(y, 0.2)
print("test", net.forward(x, training=False).round(2).ravel())
