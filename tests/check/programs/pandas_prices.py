import io

import numpy as np
import pandas as pd

csv = io.StringIO("""area,rooms,age,price
72,3,12,210
45,2,30,115
120,5,5,395
88,3,18,240
60,2,8,190
150,6,22,410
99,4,15,305
38,1,40,85
""")
df = pd.read_csv(csv)
features = df[["area", "rooms", "age"]]
features = (features - features.mean()) / features.std()
y = df["price"].values / 100.0
X = features.values
n = len(df)

theta = np.zeros(3)
intercept = 0.0
alpha = 0.1
cost_history = []
for it in range(4):
    predictions = X.dot(theta) + intercept
    errors = predictions - y
    cost_history.append((errors**2).sum() / (2 * n))
    theta = theta - alpha * (1 / n) * X.T.dot(errors)
    intercept = intercept - alpha * errors.sum()
print(cost_history[-1])
