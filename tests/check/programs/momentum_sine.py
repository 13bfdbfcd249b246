import numpy as np

rng = np.random.default_rng(11)
x = np.linspace(-np.pi, np.pi, 25)[:, None]
t = np.sin(x)

hidden = 7
w_in = rng.normal(0, 1, (1, hidden))
b_in = rng.normal(0, 1, hidden)
w_out = rng.normal(0, 0.3, (hidden, 1))
b_out = np.zeros(1)

lr, mu = 0.02, 0.9
v_w_in, v_b_in = np.zeros_like(w_in), np.zeros_like(b_in)
v_w_out, v_b_out = np.zeros_like(w_out), np.zeros_like(b_out)

for epoch in range(40):
    act = np.tanh(x @ w_in + b_in)
    y = act @ w_out + b_out
    err = y - t
    mse = np.mean(err**2)

    g_out = 2 * err / len(x)
    g_w_out = act.T @ g_out
    g_b_out = g_out.sum(axis=0)
    g_act = g_out @ w_out.T
    g_pre = g_act * (1 - act**2)
    g_w_in = x.T @ g_pre
    g_b_in = g_pre.sum(axis=0)

    v_w_out = mu * v_w_out - lr * g_w_out
    v_b_out = mu * v_b_out - lr * g_b_out
    v_w_in = mu * v_w_in + lr * g_w_in
    v_b_in = mu * v_b_in - lr * g_b_in

    w_out += v_w_out
    b_out += v_b_out
    w_in += v_w_in
    b_in += v_b_in
