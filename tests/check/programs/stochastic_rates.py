import random

# y = m x + b, one random point at a time, a rate that falls, targets from a file
random.seed(470)
points = [(x / 10, 3.0 * x / 10 - 1.0 + random.gauss(0, 0.1)) for x in range(-10, 11)]
m, b = 0.0, 0.0
rate, decay = 0.1, 0.99
for step in range(300):
    x, y = random.choice(points)
    prediction = m * x + b
    error = y - prediction
    m += rate * error * x
    b += rate * error
    rate *= decay
print(m, b)
