from numpy import array, dot, exp, ones, random, zeros

random.seed(12)


def logistic(v):
    return 1 / (1 + exp(-v))


# four patterns of four bits, one hidden layer of four units
patterns = array(
    [[0.0, 0.2, 1.0, 1.0], [1.0, 0.1, 0.0, 1.0], [0.3, 1.0, 1.0, 0.0], [1.0, 1.0, 0.4, 0.0]]
)
wanted = array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])

first = random.normal(0, 1, (4, 4))
first_bias = zeros(4)
second = random.normal(0, 1, (4, 2))
second_bias = zeros(2)
speed = 0.4

for cycle in range(12):
    middle = logistic(dot(patterns, first) + first_bias)
    result = logistic(dot(middle, second) + second_bias)

    miss = result - wanted
    signal2 = miss * result * (1 - result)
    signal1 = dot(signal2, second.T) * middle * (1 - middle)

    change2 = dot(middle.T, signal2)
    change1 = dot(first.T, signal1)

    second -= speed * change2
    second_bias -= speed * dot(ones(4), signal2)
    first -= speed * change1
    first_bias -= speed * dot(ones(4), signal1)
