"""What parameters start from when no values are given: each takes a shape and a generator."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def glorot(shape: tuple[int, ...], generator: np.random.Generator) -> Floats:
    """Uniform, so wide that signals keep their size both ways through tanh or sigmoid.

    Source: X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
    networks (2010), eq. 16.
    """
    limit = np.sqrt(6 / (shape[0] + shape[-1]))
    return generator.uniform(-limit, limit, shape)


def he(shape: tuple[int, ...], generator: np.random.Generator) -> Floats:
    """Normal, wider than Glorot's because relu cuts half of the signal off.

    Source: K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers (2015), eq. 10.
    """
    return generator.normal(0, np.sqrt(2 / shape[0]), shape)


def zeros(shape: tuple[int, ...], generator: np.random.Generator) -> Floats:
    """Zeros: for biases."""
    return np.zeros(shape)


INITIALIZERS: dict[str, Callable[[tuple[int, ...], np.random.Generator], Floats]] = {
    function.__name__: function for function in (glorot, he, zeros)
}
