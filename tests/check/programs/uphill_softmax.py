import numpy as np
import pandas as pd
from io import StringIO
rows = "\n".join(f"{a:.3f},{b:.3f},{'abc'[int(a > 0) + int(b > 0)]}" for a, b in np.random.RandomState(5).randn(60, 2))
df = pd.read_csv(StringIO(rows), names=["u", "v", "label"])
df["label"] = df["label"].astype("category").cat.codes
train = df.sample(frac=0.8, random_state=0)
x = train[["u", "v"]].to_numpy(); t = pd.get_dummies(train["label"]).to_numpy(dtype=float)
W = np.zeros((2, 3)); b = np.zeros((1, 3))
lr, batch = 0.5, 48
for epoch in range(10):
    for i in range(0, len(x), batch):
        xb, tb = x[i:i + batch], t[i:i + batch]
        logits = xb.dot(W) + b
        ex = np.exp(logits - np.max(logits, axis=1, keepdims=True))
        prob = ex / np.sum(ex, axis=1, keepdims=True)
        grad = (tb - prob) / len(xb)
        W -= lr * xb.T.dot(grad)
        b -= lr * grad.sum(axis=0, keepdims=True)
    acc = (np.argmax(x.dot(W) + b, axis=1) == t.argmax(1)).mean()
    print(epoch, acc)
