import numpy as np

np.random.seed(3)
m = 9
X = np.random.randn(4, m)
Y = (np.random.rand(1, m) > 0.4).astype(int)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim):
    w = np.zeros((dim, 1)) + 0.01
    b = 0.0
    return w, b


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = 1 / m * np.dot(X, (A - Y).T)
    db = np.sum(A - Y)
    cost = np.squeeze(np.array(cost))
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=8, learning_rate=0.05):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        costs.append(cost)
    return {"w": w, "b": b}, costs


w, b = initialize_with_zeros(X.shape[0])
params, costs = optimize(w, b, X, Y)
w, b = params["w"], params["b"]
