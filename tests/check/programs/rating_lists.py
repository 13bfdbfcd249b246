import random

random.seed(3)
ratings = {
    ("ann", "alien"): 5, ("ann", "brazil"): 3, ("bob", "alien"): 4,
    ("bob", "casino"): 1, ("cat", "brazil"): 2, ("cat", "casino"): 5,
}
user_bias = {user: 0.0 for user, _ in ratings}
film_bias = {film: 0.0 for _, film in ratings}
P = {user: [random.gauss(0, 0.3) for _ in range(2)] for user in user_bias}
Q = {film: [random.gauss(0, 0.3) for _ in range(2)] for film in film_bias}
average = sum(ratings.values()) / len(ratings)
lr = 0.03

for epoch in range(20):
    for (u, i), r in ratings.items():
        guess = average + user_bias[u] + film_bias[i] + sum(p * q for p, q in zip(P[u], Q[i]))
        e = r - guess
        user_bias[u] += lr * e
        film_bias[i] += lr * e
        for k in range(2):
            p, q = P[u][k], Q[i][k]
            P[u][k] += lr * e * q
            Q[i][k] += lr * e * p
