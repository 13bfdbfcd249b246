import random

# what people think of films: a short list of numbers for each person and each film
random.seed(9)
stars = [("ada", "alps", 4), ("ada", "bees", 2), ("ben", "alps", 5), ("ben", "cave", 1),
         ("cleo", "bees", 1), ("cleo", "cave", 5), ("dora", "cave", 4), ("dora", "alps", 2)]
people = {who: [random.gauss(0, 0.4) for _ in range(3)] for who, _, _ in stars}
films = {film: [random.gauss(0, 0.4) for _ in range(3)] for _, film, _ in stars}
step, decay = 0.05, 0.01


def opinion(who, film):
    return sum(a * b for a, b in zip(people[who], films[film]))


def learn(who, film, star):
    miss = opinion(who, film) - star
    mine, its = people[who], films[film]
    people[who] = [a - step * (miss * b + decay * a) for a, b in zip(mine, its)]
    films[film] = [b - step * (miss * a + decay * b) for a, b in zip(people[who], its)]


for sweep in range(3):
    for rating in stars:
        learn(*rating)
print(sum((opinion(who, film) - star) ** 2 for who, film, star in stars))
