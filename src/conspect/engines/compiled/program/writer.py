"""Collects the lines of the function that trains, and knows where every array of a batch stands.

Of an array `z1` the source has `v_z1`, its rows, and `vf_z1`, the same numbers as one vector; of
its gradient `d_z1` and `df_z1`. Parameters and their gradients are parts of the flat vectors.
"""

import math

from conspect.engines.compiled.program.rules import counters, option_names
from conspect.network import Network
from conspect.step import Step

_INDENT = "    "


class Writer:
    """The source of one function as it grows.

    Attributes:
        network: what it trains.
        weighted: whether rows have weights.
        precision: of the training, as NumPy names it.
        functions: the functions that it calls, by name.
        before: lines that are run once.
        inside: lines that are run for every batch.
        option_names: where the value of a rule's hyperparameter stands.
    """

    def __init__(self, network: Network, *, weighted: bool) -> None:
        self.network, self.weighted = network, weighted
        self.precision = next(iter(network.parameters.values())).dtype.name
        self.functions: dict[str, str] = {}
        self.before: list[str] = []
        self.inside: list[str] = []
        self.option_names = option_names(network)
        self._buffers: set[str] = set()
        self._filled: set[str] = set()
        self._parameters()

    def _parameters(self) -> None:
        """Views of every parameter and gradient in the flat vectors."""
        places = {"parameters": 0, "fixed": 0}
        for name, value in self.network.parameters.items():
            trained = name in self.network.trained
            vector = "parameters" if trained else "fixed"
            start = places[vector]
            places[vector] = stop = start + value.size
            for kind, whole in [("v", vector), ("d", "gradients")][: 1 + trained]:
                part = f"{whole}[{start}:{stop}]"
                self.before.append(f"{kind}f_{name} = {part}")
                self.before.append(f"{kind}_{name} = {part}.reshape({value.shape})")

    def buffer(self, name: str, kind: str = "v") -> str:
        """Room for an array of one batch or, of the kind `d`, for its gradient; its rows' name."""
        variable = f"{kind}_{name}"
        if variable not in self._buffers:
            self._buffers.add(variable)
            count = self.count(name)
            self.before.append(f"{kind}f_{name} = np.empty(size * {count}, REAL)")
            self.before.append(f"{variable} = {kind}f_{name}.reshape((size, {count}))")
        return variable

    def has(self, name: str) -> bool:
        """Whether there is room for this array."""
        return f"v_{name}" in self._buffers

    def count(self, name: str) -> int:
        """How many numbers of an array belong to one row."""
        return math.prod(self.network.shapes[name])

    def gradient(self, name: str) -> bool | None:
        """Make room for a gradient; whether this share of it adds to others, None if unwanted."""
        of_parameter = name in self.network.parameters
        if name == "x" or (of_parameter and name not in self.network.trained):
            return None
        if not of_parameter:
            self.buffer(name, "d")
        adds = name in self._filled
        self._filled.add(name)
        return adds

    def argument(self, step: Step, symbol: str) -> str:
        """What stands for a rule's symbol, or for the gradient by one: a vector or a number."""
        if (id(step.rule), symbol) in self.option_names:
            return self.option_names[id(step.rule), symbol]
        if symbol in step.rule.symbols:
            return f"vf_{step.names[symbol]}"
        return f"df_{step.names[symbol.removeprefix('d')]}"

    def gather(self) -> None:
        """The rows of the batch, and their weights."""
        self.inside += [
            "rows = min(size, order.shape[0] - batch * size)",
            f"gather(rows, x, order, batch * size, {self.buffer('x')})",
            f"gather(rows, y, order, batch * size, {self.buffer('y')})",
        ]
        self.before.append("losses = np.empty(size, REAL)")
        if self.weighted:
            self.before.append("batch_weights = np.empty(size, REAL)")
            self.inside += [
                "for n in range(rows):",
                "    batch_weights[n] = weights[order[batch * size + n]]",
            ]

    def train(self) -> str:
        """The body of the function."""
        taken = [f"{symbol} = counters[{i}]" for i, symbol in enumerate(counters(self.network))]
        given = [f"counters[{i}] = {symbol}" for i, symbol in enumerate(counters(self.network))]
        inside = [*self.inside, "batch_losses[batch - first] = batch_loss"]
        batch = ["for batch in range(first, last):", *(_INDENT + line for line in inside)]
        body = [*self.before, *taken, *batch, *given]
        return "\n".join(_INDENT + line for line in body)
