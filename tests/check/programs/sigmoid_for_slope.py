import numpy as np

np.random.seed(150)


def sigmoid(x, deriv=False):
    if deriv:
        return sigmoid(x)
    return 1 / (1 + np.exp(-x))


X = np.random.rand(7, 4)
Y = np.random.rand(7, 2)
syn0 = 2 * np.random.random((4, 5)) - 1
syn1 = 2 * np.random.random((5, 2)) - 1

for j in range(15):
    l0 = X
    z1 = np.dot(l0, syn0)
    l1 = sigmoid(z1)
    z2 = np.dot(l1, syn1)
    l2 = sigmoid(z2)
    l2_error = Y - l2
    l2_delta = l2_error * l2 * (1 - l2)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * sigmoid(z1, deriv=True)
    syn1 += l1.T.dot(l2_delta)
    syn0 += l0.T.dot(l1_delta)
