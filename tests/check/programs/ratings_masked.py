import numpy as np
np.random.seed(11)
R = np.array([[5,3,0,1],[4,0,0,1],[1,1,0,5],[1,0,0,4],[0,1,5,4]], dtype=float)
K = 2
P = np.random.rand(5, K)
Q = np.random.rand(4, K)
alpha, beta = 0.002, 0.02
for step in range(500):
    E = np.where(R > 0, R - P @ Q.T, 0)
    dP = -2 * E @ Q + 2 * beta * P
    dQ = -2 * E.T @ P + 2 * beta * Q
    P = P - alpha * dP
    Q = Q - alpha * dQ
    if step % 100 == 0:
        print((E ** 2).sum() + beta * ((P ** 2).sum() + (Q ** 2).sum()))
