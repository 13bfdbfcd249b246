import numpy as np

rng = np.random.default_rng(220)
B, I, H, O = 8, 4, 4, 2
x = rng.normal(size=(B, I))
y = rng.normal(size=(B, O))
w1 = rng.normal(size=(I, H)) * 0.5
w2 = rng.normal(size=(H, O)) * 0.5

for step in range(7):
    pre = np.einsum("bi,ih->bh", x, w1)
    hid = np.where(pre > 0, pre, np.exp(pre) - 1)  # elu
    out = np.einsum("bh,ho->bo", hid, w2)
    loss = np.einsum("bo,bo->", out - y, out - y) / B

    g_out = 2 * (out - y) / B
    g_w2 = np.einsum("bh,bo->ho", hid, g_out)
    g_hid = np.einsum("bo,ho->bh", g_out, w2)
    g_pre = g_hid * np.where(pre > 0, 1.0, np.exp(pre))
    g_w1 = np.einsum("bi,bh->hi", x, g_pre)
    w1 -= 0.05 * g_w1
    w2 -= 0.05 * g_w2
