import numpy as np
np.random.seed(0)
x = np.linspace(0, 1, 50); y = 2 * x + 1 + 0.1 * np.random.randn(50)
m = 0; c = 0; L = 0.1; n = float(len(x)); history = []
for i in range(100):
    y_pred = m * x + c
    D_m = (-2 / n) * sum(x * (y - y_pred))
    D_c = (-1 / n) * sum(y - y_pred)
    m = m - L * D_m
    c = c - L * D_c
    history.append(np.mean((y - y_pred) ** 2))
