ratings = {"ann": 15.0, "bob": 14.8, "cat": 15.2, "dan": 14.5}
games = [
    ("ann", "bob", 1), ("cat", "dan", 0), ("ann", "cat", 1),
    ("bob", "dan", 1), ("ann", "dan", 0), ("cat", "bob", 1),
] * 6
K = 0.24

for home, guest, score in games:
    expected = 1 / (1 + 10 ** ((ratings[guest] - ratings[home]) / 4))
    change = K * (score - expected)
    ratings[home] = ratings[home] + change
    ratings[guest] = ratings[guest] - change
