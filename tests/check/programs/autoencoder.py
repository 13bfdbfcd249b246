import numpy as np

generator = np.random.default_rng(0)
data = generator.random((12, 6))
encoder = generator.normal(0, 0.4, (6, 3))
decoder = generator.normal(0, 0.4, (3, 6))


def encode(x):
    return np.tanh(x @ encoder)


def decode(code):
    return code @ decoder


eta = 0.02
for epoch in range(10):
    code = encode(data)
    reconstruction = decode(code)
    difference = reconstruction - data
    loss = 0.5 * np.sum(difference**2)

    grad_decoder = code.T @ difference
    grad_code = difference @ grad_decoder.T
    grad_encoder = data.T @ (grad_code * (1 - code**2))

    decoder -= eta * grad_decoder
    encoder -= eta * grad_encoder
