"""Parameters, gradients and moments in one vector each, with a view for every name."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from conspect.network import Network
from conspect.roles import State
from conspect.rule import Array

Vector = npt.NDArray[np.floating[Any]]


class Flat:
    """The changing numbers of a network, in vectors that an optimizer can go through in one sweep.

    Attributes:
        parameters, gradients: vectors of all trained parameters, one after the other.
        views, gradient_views: the parameters (also the untrained ones) and gradients by name.
        moments: a vector for every state of the optimizer that each parameter has its own of.
        counters: the states that are single numbers, by symbol.
        places: the part of a vector that belongs to each trained parameter.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.dtype = next(iter(network.parameters.values())).dtype
        self.places: dict[str, slice] = {}
        size = 0
        for name in network.trained:
            self.places[name] = slice(size, size + network.parameters[name].size)
            size = self.places[name].stop
        self.parameters: Vector = np.empty(size, self.dtype)
        self.gradients: Vector = np.zeros(size, self.dtype)
        self.views = {
            name: self.view(self.parameters, name) if name in self.places else np.array(value)
            for name, value in network.parameters.items()
        }
        self.gradient_views = {name: self.view(self.gradients, name) for name in self.places}
        self.moments: dict[str, Vector] = {}
        self.counters: dict[str, float] = {}
        for symbol in network.optimizer.with_role(State):
            if network.optimizer.symbols[symbol].any_rank:
                self.moments[symbol] = np.empty(size, self.dtype)
            else:
                self.counters[symbol] = float(network.state[symbol])
        for name in self.places:
            self.views[name][...] = network.parameters[name]
            for symbol, vector in self.moments.items():
                self.view(vector, name)[...] = network.state[f"{symbol}_{name}"]

    def view(self, vector: Vector, name: str) -> Vector:
        """The part of a vector that belongs to a parameter, in its shape."""
        return vector[self.places[name]].reshape(self.network.parameters[name].shape)

    def to_network(self, progress: Mapping[str, float]) -> Network:
        """The network with copies of the numbers as they stand."""
        vector = self.parameters.copy()
        parameters = {
            name: self.view(vector, name) if name in self.places else value
            for name, value in self.network.parameters.items()
        }
        state: dict[str, Array] = {name: np.array(value) for name, value in self.counters.items()}
        for symbol, moments in self.moments.items():
            vector = moments.copy()
            state |= {f"{symbol}_{name}": self.view(vector, name) for name in self.places}
        ordered = {name: state[name] for name in self.network.state}
        return self.network.replaced(parameters, ordered).at_progress(progress)
