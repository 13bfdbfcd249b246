# Film ratings from factors and biases, one rating at a time, after Simon Funk
import random

random.seed(3)
ratings = {("ann", "alien"): 5, ("ann", "brazil"): 3, ("bob", "alien"): 4, ("bob", "clue"): 1, ("cat", "brazil"): 2, ("cat", "clue"): 5}
user_bias = {u: 0.0 for u, _ in ratings}
film_bias = {i: 0.0 for _, i in ratings}
P = {u: [random.gauss(0, 0.3) for _ in range(2)] for u in user_bias}
Q = {i: [random.gauss(0, 0.3) for _ in range(2)] for i in film_bias}
mu = 3.3
lr, lam = 0.03, 0.02
for epoch in range(20):
    for (u, i), r in ratings.items():
        predicted = mu + user_bias[u] + film_bias[i] + sum(p * q for p, q in zip(P[u], Q[i]))
        e = r - predicted
        cost = e**2 / 2 + lam / 2 * (user_bias[u] ** 2 + film_bias[i] ** 2 + sum(p * p for p in P[u]) + sum(q * q for q in Q[i]))
        user_bias[u] += lr * (e - lam * user_bias[u])
        film_bias[i] += lr * (e - lam * film_bias[i])
        for k in range(2):
            P[u][k] += lr * (e * Q[i][k] - lam * P[u][k])
            Q[i][k] += lr * (e * P[u][k] - lam * Q[i][k])
