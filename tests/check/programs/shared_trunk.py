import numpy as np
rng = np.random.RandomState(9)
X = rng.randn(100, 5)
y_reg = X[:, :1] * 2 - X[:, 1:2]
y_cls = (X[:, 2] > 0).astype(int)
Wt = rng.randn(5, 10) * .4; bt = np.zeros(10)
Wr = rng.randn(10, 1) * .4; br = np.zeros(1)
Wc = rng.randn(10, 2) * .4; bc = np.zeros(2)
lam = 0.3
for i in range(300):
    trunk = np.maximum(0, X @ Wt + bt)
    reg = trunk @ Wr + br
    logits = trunk @ Wc + bc
    logits -= logits.max(1, keepdims=True)
    prob = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    loss = np.mean((reg - y_reg) ** 2) + lam * -np.mean(np.log(prob[np.arange(100), y_cls]))
    d_reg = 2 * (reg - y_reg) / 100
    d_log = prob.copy()
    d_log[np.arange(100), y_cls] -= 1
    d_log *= lam / 100
    d_trunk = d_reg @ Wr.T + d_log @ Wc.T
    d_trunk[trunk == 0] = 0
    Wr -= .05 * trunk.T @ d_reg; br -= .05 * d_reg.sum(0)
    Wc -= .05 * trunk.T @ d_log; bc -= .05 * d_log.sum(0)
    Wt -= .05 * X.T @ d_trunk; bt -= .05 * d_trunk.sum(0)
    if i % 100 == 0: print(loss)
