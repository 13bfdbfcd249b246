import numpy as np

np.random.seed(8)
images = np.random.rand(6, 6, 6)
labels = np.array([0, 1, 0, 1, 1, 0])

filters = np.random.randn(2, 3, 3) / 9
filter_bias = np.zeros(2)
weights = np.random.randn(2 * 4 * 4, 2) / 8
biases = np.zeros(2)


def conv(image):
    out = np.zeros((2, 4, 4))
    for f in range(2):
        for r in range(4):
            for c in range(4):
                out[f, r, c] = np.sum(image[r : r + 3, c : c + 3] * filters[f]) + filter_bias[f]
    return out


def softmax(v):
    e = np.exp(v - np.max(v))
    return e / e.sum()


def train(image, label, lr=0.05):
    global filters, filter_bias, weights, biases
    out = conv(image)
    act = np.maximum(out, 0)
    flat = act.flatten()
    probs = softmax(flat @ weights + biases)
    loss = -np.log(probs[label])

    d_logits = probs.copy()
    d_logits[label] -= 1
    d_weights = flat[:, np.newaxis] @ d_logits[np.newaxis]
    d_flat = weights @ d_logits
    d_out = d_flat.reshape(out.shape) * (out > 0)
    d_filters = np.zeros(filters.shape)
    for f in range(2):
        for r in range(4):
            for c in range(4):
                d_filters[f] += d_out[f, r, c] * image[r : r + 3, c : c + 3]
    d_filter_bias = d_out.mean(axis=(1, 2))

    weights = weights - lr * d_weights
    biases = biases - lr * d_logits
    filters = filters - lr * d_filters
    filter_bias = filter_bias - lr * d_filter_bias
    return loss, int(np.argmax(probs) == label)


for epoch in range(2):
    loss, correct = 0, 0
    for im, label in zip(images, labels):
        l, acc = train(im, label)
        loss += l
        correct += acc
    print("epoch", epoch, "loss", loss / len(images), "acc", correct / len(images))
