"""Forward and backward of one batch as a list of calls, each bound to its buffers beforehand."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from conspect.engines.buffered.layers import LAYERS, LOSSES, Buffer, Call
from conspect.engines.flat import Flat
from conspect.engines.job import Job
from conspect.roles import Input, Output
from conspect.rule import Array, Rule, forward_equations, gradient_equations, results
from conspect.step import Step


class Passes:
    """The calls for batches of so many rows.

    Attributes:
        x, y, weights: the buffers that a batch is copied to before.
        calls: what is to be called then, in order; the gradients stand in the flat vector after.
    """

    def __init__(self, job: Job, flat: Flat, rows: int) -> None:
        self.network, self.flat, self.rows = job.network, flat, rows
        self.arrays: dict[str, Any] = dict(flat.views)
        self.x = self.arrays["x"] = np.empty((rows, *self.network.shapes["x"]), flat.dtype)
        self.y = self.arrays["y"] = np.empty((rows, *self.network.shapes["y"]), flat.dtype)
        self.weights: Buffer | None = None
        self.losses: Buffer | None = None
        self.total: Call | None = None
        if job.weights is not None:
            self.weights = np.empty(rows, flat.dtype)
        self.calls: list[Call] = []
        self.filled: set[str] = set()
        if rows == 1:
            self.share_biases()
        for step in self.network.steps[:-1]:
            self.add_forward(step)
        self.add_loss(self.network.steps[-1])
        for step in reversed(self.network.steps[:-1]):
            self.add_backward(step)

    def loss(self) -> float:
        """The loss of the batch that the calls have just worked out, without the penalty."""
        if self.total is not None:
            return float(self.total()) / self.network.loss.divisor(self.rows)
        assert self.losses is not None
        weighted = self.losses if self.weights is None else self.losses * self.weights
        return float(weighted.sum()) / self.divisor()

    def divisor(self) -> float:
        return self.network.loss.divisor(self.weight())

    def weight(self) -> float:
        """What the rows of the batch weigh together."""
        return self.rows if self.weights is None else float(self.weights.sum())

    def result(self, name: str) -> Buffer:
        """The buffer of a result or of its gradient."""
        if name not in self.arrays:
            shape = self.network.shapes[name.removeprefix("d:")]
            self.arrays[name] = np.empty((self.rows, *shape), self.flat.dtype)
        found: Buffer = self.arrays[name]
        return found

    def share_biases(self) -> None:
        """Of a single row, the gradient by `z` is that by its bias: one array is both."""
        biases = [step.names["b"] for step in self.network.steps if "b" in step.names]
        for step in self.network.steps:
            b = step.names.get("b", "")
            if b in self.flat.places and biases.count(b) == 1:
                self.arrays[f"d:{step.names['z']}"] = self.flat.gradient_views[b][None]

    def at(self, step: Step) -> dict[str, Buffer]:
        """The buffers that a step reads and fills, by its rule's symbols."""
        return {s: self.arrays[name] for s, name in step.names.items() if name in self.arrays}

    def add_forward(self, step: Step) -> None:
        for name in step.named(Output):
            self.result(name)
        ready = LAYERS.get((step.rule.kind(), "forward"))
        if ready is not None:
            self.calls += ready(self.at(step))
            return
        self.calls.append(self.own_forward(step))

    def own_forward(self, step: Step) -> Call:
        """The rule's own function; intermediates are kept as they come."""
        lefts = [equation.left.name for equation in forward_equations(type(step.rule))]
        outputs = set(step.rule.with_role(Output)) - {"losses"}

        def run() -> None:
            made = results(step.rule.forward, self.values(step))
            for left, value in zip(lefts, made, strict=True):
                if left in outputs and step.names[left] in self.arrays:
                    self.arrays[step.names[left]][...] = value
                elif left == "losses":
                    self.losses = value
                else:
                    self.arrays[step.names[left]] = value

        return run

    def values(self, step: Step) -> dict[str, Array]:
        known = {s: self.arrays[name] for s, name in step.names.items() if name in self.arrays}
        return {**step.rule.hyperparameters(), **known}

    def add_loss(self, step: Step) -> None:
        [symbol] = step.rule.with_role(Input)
        self.result(step.names["a"])
        target = self.gradient(step.names[symbol])
        assert target is not None
        ready = LOSSES.get(step.rule.kind())
        if ready is None or self.weights is not None:
            self.calls += [self.own_forward(step), self.own_loss_backward(step, target[0])]
            return
        parts = np.empty((self.rows, *self.network.shapes["y"]), self.flat.dtype)
        factor = np.asarray(1 / self.network.loss.divisor(self.rows), self.flat.dtype)
        at = {**self.at(step), "parts": parts, f"d{symbol}": target[0], "factor": factor}
        forward, backward = ready
        calls, self.total = forward(at)
        self.calls += [*calls, *backward(at)]

    def own_loss_backward(self, step: Step, out: Buffer) -> Call:
        def run() -> None:
            [value] = results(step.rule.backward, self.values(step))
            np.divide(value, self.divisor(), out)
            if self.weights is not None:
                np.multiply(out, self.weights[:, None], out)

        return run

    def add_backward(self, step: Step) -> None:
        lefts = [equation.left.name for equation in gradient_equations(type(step.rule))]
        targets: dict[str, tuple[Buffer, bool]] = {}
        for left in lefts:
            name = step.names.get(left.removeprefix("d"))
            target = None if name is None else self.gradient(name)
            if target is not None:
                targets[left] = target
        ready = LAYERS.get((step.rule.kind(), "backward"))
        if ready is None:
            self.calls.append(self.own_backward(step, lefts, targets))
            return
        # Where shares add up, all but the first are worked out aside.
        outs = {
            left: buffer if first else np.empty_like(buffer)
            for left, (buffer, first) in targets.items()
        }
        self.calls += ready({**self.at(step), **self.upstream(step), **outs})
        for left, (buffer, first) in targets.items():
            if not first:
                self.calls.append(_adding(buffer, outs[left]))

    def own_backward(
        self, step: Step, lefts: list[str], targets: Mapping[str, tuple[Buffer, bool]]
    ) -> Call:
        upstream = self.upstream(step)

        def run() -> None:
            made = results(step.rule.backward, {**self.values(step), **upstream})
            for left, value in zip(lefts, made, strict=True):
                if left in targets:
                    buffer, first = targets[left]
                    if first:
                        buffer[...] = value
                    else:
                        buffer += value

        return run

    def upstream(self, step: Step) -> dict[str, Buffer]:
        rule: Rule = step.rule
        return {f"d{s}": self.result(f"d:{step.names[s]}") for s in rule.with_role(Output)}

    def gradient(self, name: str) -> tuple[Buffer, bool] | None:
        """The buffer of a gradient, and whether this share is its first; None if unwanted."""
        if name == "x" or (name in self.network.parameters and name not in self.flat.places):
            return None
        if name in self.flat.places:
            buffer = self.flat.gradient_views[name]
        else:
            buffer = self.result(f"d:{name}")
        first = name not in self.filled
        self.filled.add(name)
        return buffer, first


def _adding(buffer: Buffer, share: Buffer) -> Callable[[], Any]:
    def run() -> None:
        np.add(buffer, share, buffer)

    return run
