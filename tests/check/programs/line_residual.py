import numpy as np

np.random.seed(0)
x = np.random.rand(30)
y = 3 * x + 1 + 0.1 * np.random.randn(30)
slope, intercept = np.random.randn(), 0.0
for i in range(100):
    residual = y - intercept - slope * x
    mse = np.mean(residual ** 2)
    slope += 0.1 * np.mean(residual * x)
    intercept -= 0.1 * np.mean(residual)
print(slope, intercept, mse)
