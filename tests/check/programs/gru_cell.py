import numpy as np

rng = np.random.default_rng(240)
n_in, n_hid = 2, 4


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


P = {}
for gate in "zrh":
    P["W" + gate] = rng.normal(0, 0.5, (n_hid, n_in))
    P["U" + gate] = rng.normal(0, 0.5, (n_hid, n_hid))
    P["b" + gate] = np.zeros(n_hid)
P["v"] = rng.normal(0, 0.5, n_hid)


def forward(xs):
    h, tape = np.zeros(n_hid), []
    for x in xs:
        z = sigmoid(P["Wz"] @ x + P["Uz"] @ h + P["bz"])
        r = sigmoid(P["Wr"] @ x + P["Ur"] @ h + P["br"])
        c = np.tanh(P["Wh"] @ x + P["Uh"] @ (r * h) + P["bh"])
        tape.append((x, h, z, r, c))
        h = (1 - z) * h + z * c
    return P["v"] @ h, h, tape


def backward(dy, h_last, tape):
    G = {k: np.zeros_like(p) for k, p in P.items()}
    G["v"] = dy * h_last
    dh = dy * P["v"]
    for x, h, z, r, c in reversed(tape):
        dc = dh * z * c * (1 - c)
        dz = dh * (c - h) * z * (1 - z)
        drh = P["Uh"].T @ dc
        dr = drh * h * r * (1 - r)
        G["Wh"] += np.outer(dc, x)
        G["Uh"] += np.outer(dc, r * h)
        G["bh"] += dc
        G["Wz"] += np.outer(dz, x)
        G["Uz"] += np.outer(dz, h)
        G["bz"] += dz
        G["Wr"] += np.outer(dr, x)
        G["Ur"] += np.outer(dr, h)
        G["br"] += dr
        dh = dh * (1 - z) + drh * r + P["Uz"].T @ dz + P["Ur"].T @ dr
    return G


sequences = rng.normal(size=(3, 4, n_in))
goals = rng.normal(size=3)
for epoch in range(2):
    for xs, goal in zip(sequences, goals):
        y, h, tape = forward(xs)
        loss = 0.5 * (y - goal) ** 2
        G = backward(y - goal, h, tape)
        for k in P:
            P[k] -= 0.1 * G[k]
