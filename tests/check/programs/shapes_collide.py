import numpy as np

np.random.seed(120)
X = np.random.randn(6, 3)
y = np.random.randn(6, 2)
W1 = np.random.randn(3, 5)
W2 = np.random.randn(5, 2)

for epoch in range(10):
    h = np.tanh(X.dot(W1))
    out = h.dot(W2)
    loss = ((out - y) ** 2).sum() / 2
    d_out = out - y
    grad_W2 = h.T.dot(d_out)
    d_h = d_out.dot(W2) * (1 - h**2)
    grad_W1 = X.T.dot(d_h)
    W1 -= 0.01 * grad_W1
    W2 -= 0.01 * grad_W2
