import numpy as np
from numpy import matrix, multiply

np.random.seed(460)
X = matrix(np.random.rand(7, 3))
T = matrix(np.random.rand(7, 2))
W = matrix(np.random.rand(3, 4) - 0.5)
V = matrix(np.random.rand(4, 2) - 0.5)
alpha = 0.3

for n in range(10):
    H = 1 / (1 + np.exp(-X * W))
    O = 1 / (1 + np.exp(-H * V))
    E = O - T
    dO = multiply(E, multiply(O, 1 - O))
    dH = multiply(dO * V.T, multiply(H, 1 - H))
    V -= alpha * H.T * dO
    W -= alpha * X.T * dH
print(float(np.sum(np.power(E, 2))))
