import numpy as np

# y = W2 . relu(W1 . x), trained sample by sample
rnd = np.random.RandomState(180)
data = [(rnd.randn(4), rnd.randn(3)) for _ in range(6)]
W1 = rnd.randn(5, 4) * 0.5
W2 = rnd.randn(3, 5) * 0.5
eta = 0.05

for epoch in range(4):
    for x, t in data:
        z = W1.dot(x)
        h = z * (z > 0)
        y = W2.dot(h)
        e = y - t
        gW2 = np.outer(e, h)
        gh = W2.T.dot(e)
        gW1 = 0.5 * np.outer(gh * (z > 0), x)
        W2 -= eta * gW2
        W1 -= eta * gW1
