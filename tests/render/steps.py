"""Steps of training of small and large networks, for the tests of pages and pictures."""

import numpy as np

import conspect as cs


def notebook() -> cs.Trace:
    """The 2-2-1 network, its biases fixed."""
    net = cs.Network(
        [cs.Dense(2), cs.Sigmoid(), cs.Dense(1), cs.ReLU()],
        inputs=2,
        loss=cs.HalfSquaredError(),
        optimizer=cs.SGD(0.1),
        parameters={"W1": [[0.1, 0.3], [0.2, 0.4]], "W2": [[0.5], [0.6]], "b1": 1, "b2": 1},
        fixed=["b1", "b2"],
    )
    return net.step([2, 3], [2])


def residual() -> cs.Trace:
    """A batch through a residual connection and a fused loss."""
    net = cs.Network(
        [
            cs.Dense(3),
            cs.Tanh(),
            cs.Dense(3),
            cs.Step(cs.Add(), {"r": "a1"}),
            cs.LeakyReLU(),
            cs.Dense(2),
            cs.Softmax(),
        ],
        inputs=2,
        loss=cs.CrossEntropy(),
    )
    return net.step([[1, -2], [0.5, 0.25]], [0, 1])


def shared() -> cs.Trace:
    """One layer used twice, and a layer that reads past its neighbour."""
    twice = {"W": "W2", "b": "b2"}
    net = cs.Network(
        [
            cs.Dense(3),
            cs.Tanh(),
            cs.Dense(3),
            cs.Tanh(),
            cs.Step(cs.Dense(3), twice),
            cs.Tanh(),
            cs.Step(cs.Dense(3), {"x": "a1"}),
            cs.Step(cs.Add(), {"r": "a3"}),
        ],
        inputs=2,
        loss=cs.HalfSquaredError(),
    )
    return net.step([1, -2], [1, 0, 1])


def folded() -> cs.Trace:
    """So many lines that runs of them are folded."""
    net = cs.Network([cs.Dense(8), cs.GELU(), cs.Dense(8)], inputs=4, loss=cs.Huber())
    return net.step(np.linspace(-1, 1, 4), np.zeros(8))


def large() -> cs.Trace:
    """784 inputs, 128 units, 10 outputs."""
    net = cs.Network(
        [cs.Dense(128), cs.ReLU(), cs.Dense(10), cs.Softmax()], inputs=784, loss=cs.CrossEntropy()
    )
    return net.step(np.random.default_rng(0).random((1, 784)), [3])


ALL = {
    "notebook": notebook,
    "residual": residual,
    "shared": shared,
    "folded": folded,
    "large": large,
}
